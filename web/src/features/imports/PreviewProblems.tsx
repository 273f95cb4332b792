/** What is wrong in the first rows with the columns as they are chosen now, row by row. */
import { Alert } from "antd";
import { useWords } from "@/ui/words";
import { type CellProblem, numberLengthMax } from "./checks";

/** More would push the rows themselves off the screen; they are all marked there. */
const listedMax = 5;

export function PreviewProblems({ problems, rows }: { problems: CellProblem[]; rows: number }) {
  const t = useWords("imports");
  if (!rows || !problems.length) return null;
  const wrongRows = new Set(problems.map((p) => p.row)).size;
  return (
    <Alert
      banner
      type="warning"
      title={t("preview_problems", { wrong: wrongRows, rows })}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {problems.slice(0, listedMax).map((p) => (
            <li key={`${p.row}-${p.column}`}>
              {t("preview_problem", {
                row: p.row + 1,
                field: t(`field.${p.field}`, { defaultValue: p.field }),
                why: t(`reason.${p.key}`, { text: p.text, max: numberLengthMax }),
              })}
            </li>
          ))}
          {problems.length > listedMax && <li>{t("preview_more", { more: problems.length - listedMax })}</li>}
        </ul>
      }
    />
  );
}
