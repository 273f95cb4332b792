/** A part of the machinery: what it does in words, and the name that logs and the command line use. */
export function PartName({ words, name }: { words: string; name: string }) {
  return (
    <div>
      <div className="strong">{words}</div>
      <div className="mono muted">{name}</div>
    </div>
  );
}
