/** Where an import stands: colour, sign and word together. */
import { Tag } from "antd";
import { useWords } from "@/ui/words";
import type { ImportState } from "./types";

const looks: Record<ImportState, { colour: string; sign: string }> = {
  uploaded: { colour: "blue", sign: "○" },
  running: { colour: "geekblue", sign: "▶" },
  done: { colour: "green", sign: "✓" },
  cancelled: { colour: "default", sign: "–" },
  failed: { colour: "red", sign: "✗" },
};

export function StateTag({ state }: { state: ImportState }) {
  const t = useWords("imports");
  return (
    <Tag color={looks[state].colour} variant="filled" className="tag">
      <span aria-hidden>{looks[state].sign}</span> {t(`state.${state}`)}
    </Tag>
  );
}
