/** Try it: what a case of a kind gets when it is opened. */
import { Checkbox, Segmented } from "antd";
import { useState } from "react";
import type { CaseKind, ChecklistTemplate } from "@/api/types";
import { Panel } from "@/ui/PageHead";
import { useLocale, useWords } from "@/ui/words";
import { kinds } from "../filters";

export function ChecklistTrial({ templates }: { templates: ChecklistTemplate[] }) {
  const t = useWords("checklists");
  const english = useLocale() === "en-US";
  const [kind, setKind] = useState<CaseKind>("complaint");
  const given = templates.filter((one) => one.at_opening && (!one.kinds.length || one.kinds.includes(kind)));
  const items = given.flatMap((one) => one.items.map((item, n) => ({ ...item, key: `${one.id}-${n}` })));
  return (
    <Panel title={t("try_title")}>
      <div className="col gap">
        <Segmented<CaseKind>
          value={kind}
          onChange={setKind}
          options={kinds.map((one) => ({ value: one, label: t(`common:case_kind.${one}`) }))}
        />
        {!items.length && <span className="muted">{t("try_none")}</span>}
        {items.map((item) => (
          <Checkbox key={item.key} disabled>
            {english ? item.text_en : item.text}
            {item.required && <span className="check-required"> {t("required_short")}</span>}
          </Checkbox>
        ))}
      </div>
    </Panel>
  );
}
