import { EllipsisOutlined } from "@ant-design/icons";
import { Button, Checkbox, Dropdown } from "antd";
import type { ChecklistItem } from "@/api/types";
import { When } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";

interface ChecklistLineProps {
  item: ChecklistItem;
  editable: boolean;
  onTick: (done: boolean) => void;
  onMove: (step: -1 | 1) => void;
  onRemove: () => void;
}

export function ChecklistLine({ item, editable, onTick, onMove, onRemove }: ChecklistLineProps) {
  const t = useWords("checklists");
  const english = useLocale() === "en-US";
  const done = item.done_at != null;
  const text = english ? item.text_en : item.text;
  const fixed = item.required && item.template_id != null;
  const menu = [
    { key: "up", label: t("up"), onClick: () => onMove(-1) },
    { key: "down", label: t("down"), onClick: () => onMove(1) },
    ...(fixed ? [] : [{ key: "remove", label: t("remove"), onClick: onRemove }]),
  ];
  return (
    <div className="check-line">
      <div className="grow">
        <Checkbox checked={done} disabled={!editable} onChange={(e) => onTick(e.target.checked)}>
          <span className={done ? "check-done" : undefined}>{text}</span>
          {item.required && !done && <span className="check-required"> {t("required_short")}</span>}
        </Checkbox>
        {done && (
          <div className="muted small check-who">
            {item.done_by?.name ?? "—"} · <When at={item.done_at} style="short" />
          </div>
        )}
      </div>
      {editable && (
        <Dropdown trigger={["click"]} menu={{ items: menu }}>
          <Button
            size="small"
            type="text"
            icon={<EllipsisOutlined aria-hidden />}
            aria-label={t("more", { item: text })}
          />
        </Dropdown>
      )}
    </div>
  );
}
