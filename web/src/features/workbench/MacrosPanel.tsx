/** Macros: several actions under one name. */
import { Form } from "antd";
import { useState } from "react";
import type { Action, MacroKept } from "@/api/types";
import { useWords } from "@/ui/words";
import { ActionList } from "./ActionList";
import { ready } from "./actions";
import { KeepDrawer } from "./KeepDrawer";
import { KeptTable } from "./KeptTable";

export function MacrosPanel() {
  const t = useWords("workbench");
  const [edited, setEdited] = useState<MacroKept | "new">();
  const whole = (_: unknown, actions: Action[] | undefined) =>
    actions?.length && actions.every(ready) ? Promise.resolve() : Promise.reject(new Error(t("action.incomplete")));
  return (
    <>
      <KeptTable<MacroKept>
        kind="macros"
        about={t("about.macros")}
        onNew={() => setEdited("new")}
        onEdit={setEdited}
        columns={[
          {
            key: "actions",
            title: t("actions"),
            ellipsis: true,
            render: (_, it) => it.content.actions.map((one) => t(`does.${one.do}`)).join(" → "),
          },
        ]}
      />
      <KeepDrawer
        open={edited !== undefined}
        kind="macros"
        it={edited === "new" ? undefined : edited}
        width={560}
        onClose={() => setEdited(undefined)}
      >
        <Form.Item name={["content", "actions"]} label={t("actions")} rules={[{ required: true, validator: whole }]}>
          <ActionList />
        </Form.Item>
      </KeepDrawer>
    </>
  );
}
