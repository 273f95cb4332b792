/** A text with what was sought marked in it. The server says where; nothing here is markup. */
import type { Segment } from "@/api/types";

export function Marked({ segments }: { segments: Segment[] }) {
  let at = 0;
  return segments.map(({ text, hit }) => {
    const key = at;
    at += text.length;
    return hit ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
  });
}

/** The same as plain text, for titles and for what is kept. */
export const plainText = (segments: Segment[]) => segments.map((segment) => segment.text).join("");
