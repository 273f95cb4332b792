/** Says that the list shows the rows behind a figure, and lets go of it. */
import { Alert, Button } from "antd";
import { useWords } from "@/ui/words";
import type { CasesSearch } from "./filters";

export function FigureBanner({ search, onChange }: { search: CasesSearch; onChange: (next: CasesSearch) => void }) {
  const t = useWords("cases");
  const { figure, figure_from: from, figure_to: to } = search;
  if (!figure) return null;
  const name = t(`figure.${figure}`);
  const letGo = () =>
    onChange({ ...search, figure: undefined, figure_from: undefined, figure_to: undefined, sort: undefined });
  return (
    <Alert
      banner
      type="info"
      showIcon={false}
      title={from && to ? t("behind_period", { name, from, to }) : t("behind", { name })}
      action={
        <Button size="small" type="link" onClick={letGo}>
          {t("behind_leave")}
        </Button>
      }
    />
  );
}
