/** Our own mark: an L that listens. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false" style={{ flex: "none" }}>
      <rect width="32" height="32" rx="8" fill="#2f54c8" />
      <g fill="none" strokeLinecap="round">
        <path d="M9 8v16h7" stroke="#fff" strokeWidth="3" strokeLinejoin="round" />
        <path d="M15 17a4 4 0 0 1 4 4M15 11.5a9.5 9.5 0 0 1 9.5 9.5" stroke="#9fd8ff" strokeWidth="2.6" />
      </g>
    </svg>
  );
}

export function Wordmark({ small }: { small?: boolean }) {
  return (
    <>
      <Mark size={small ? 24 : 32} />
      <span className="wordmark">
        <b>聆客</b>
        <span>Lingke</span>
      </span>
    </>
  );
}
