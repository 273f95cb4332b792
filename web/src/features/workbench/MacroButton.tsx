/** Runs a macro on one case, after a look at what it will do. */
import { ThunderboltOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useHolds } from "@/api/session";
import type { Action, MacroKept } from "@/api/types";
import { useWords } from "@/ui/words";
import { BulkDialog } from "./BulkDialog";
import { useKept } from "./queries";

export function MacroButton({ caseId }: { caseId: string }) {
  const t = useWords("workbench");
  const client = useQueryClient();
  const mayBulk = useHolds("workbench.bulk");
  const macros = useKept<MacroKept>("macros");
  const [chosen, setChosen] = useState<Action[]>();
  if (!mayBulk || !macros.data?.length) return null;
  const items = macros.data.map((one) => ({
    key: one.id,
    label: one.name,
    onClick: () => setChosen([{ do: "macro" as const, macro_id: one.id }]),
  }));
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items }}>
        <Button icon={<ThunderboltOutlined aria-hidden />}>{t("macro")}</Button>
      </Dropdown>
      <BulkDialog
        open={chosen !== undefined}
        title={t("macro_title")}
        of={{ case_ids: [caseId] }}
        initial={chosen ?? []}
        onClose={() => setChosen(undefined)}
        onDone={() => client.invalidateQueries({ queryKey: ["cases"] })}
      />
    </>
  );
}
