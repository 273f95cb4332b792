/** Actions one after the other: add, move, take out. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import type { Action } from "@/api/types";
import { useWords } from "@/ui/words";
import { ActionFields } from "./ActionFields";
import { all, blank } from "./actions";

interface ActionListProps {
  value?: Action[];
  onChange?: (actions: Action[]) => void;
}

export function ActionList({ value = [], onChange }: ActionListProps) {
  const t = useWords("workbench");
  const put = (at: number, action: Action) => onChange?.(value.map((one, n) => (n === at ? action : one)));
  const move = (at: number, step: number) => {
    const next = [...value];
    const [one] = next.splice(at, 1);
    next.splice(at + step, 0, one);
    onChange?.(next);
  };
  return (
    <div className="col gap-sm">
      <ol className="actions">
        {value.map((action, n) => (
          <li key={n} className="action">
            <div className="row between">
              <b>
                {n + 1}. {t(`does.${action.do}`)}
              </b>
              <span className="row">
                <Button
                  size="small"
                  type="text"
                  icon={<ArrowUpOutlined aria-hidden />}
                  aria-label={t("action.up")}
                  disabled={n === 0}
                  onClick={() => move(n, -1)}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<ArrowDownOutlined aria-hidden />}
                  aria-label={t("action.down")}
                  disabled={n === value.length - 1}
                  onClick={() => move(n, 1)}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t("action.remove")}
                  onClick={() => onChange?.(value.filter((_, at) => at !== n))}
                />
              </span>
            </div>
            <ActionFields action={action} onChange={(next) => put(n, next)} />
          </li>
        ))}
      </ol>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: all.map((does) => ({
            key: does,
            label: t(`does.${does}`),
            onClick: () => onChange?.([...value, blank(does)]),
          })),
        }}
      >
        <Button icon={<PlusOutlined aria-hidden />}>{t("action.add")}</Button>
      </Dropdown>
    </div>
  );
}
