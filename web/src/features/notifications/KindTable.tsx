/** Exceptions for single kinds, whatever the reason. */
import { DeleteOutlined } from "@ant-design/icons";
import { Button, Select, Switch, Table } from "antd";
import type { NotificationKind, NotificationPreferences } from "@/api/types";
import { Nothing } from "@/ui/Loaded";
import { useWords } from "@/ui/words";
import { kinds } from "./kinds";
import { PaceSelect } from "./PaceSelect";

type Choice = NotificationPreferences["kinds"][number];

export function KindTable({ value, onChange }: { value: Choice[]; onChange: (value: Choice[]) => void }) {
  const t = useWords("notifications");
  const change = (row: Choice, part: Partial<Choice>) =>
    onChange(value.map((one) => (one.kind === row.kind ? { ...one, ...part } : one)));
  const left = kinds.filter((kind) => !value.some((one) => one.kind === kind));
  return (
    <>
      <Table<Choice>
        size="small"
        rowKey="kind"
        pagination={false}
        dataSource={value}
        locale={{ emptyText: <Nothing text={t("no_exceptions")} /> }}
        columns={[
          { title: t("when_it_is"), render: (_, row) => <span className="strong">{t(`kind.${row.kind}`)}</span> },
          {
            title: t("in_console"),
            width: 110,
            render: (_, row) => (
              <Switch
                size="small"
                checked={row.console}
                aria-label={`${t("in_console")}: ${t(`kind.${row.kind}`)}`}
                onChange={(console) => change(row, { console })}
              />
            ),
          },
          {
            title: t("by_mail"),
            width: 200,
            render: (_, row) => (
              <PaceSelect
                value={row.mail}
                label={`${t("by_mail")}: ${t(`kind.${row.kind}`)}`}
                onChange={(mail) => change(row, { mail })}
              />
            ),
          },
          {
            key: "remove",
            width: 56,
            render: (_, row) => (
              <Button
                size="small"
                type="text"
                aria-label={`${t("remove")}: ${t(`kind.${row.kind}`)}`}
                icon={<DeleteOutlined aria-hidden />}
                onClick={() => onChange(value.filter((one) => one.kind !== row.kind))}
              />
            ),
          },
        ]}
      />
      <div className="bar">
        <Select<NotificationKind>
          style={{ width: 260 }}
          size="small"
          value={null}
          placeholder={t("add_exception")}
          aria-label={t("add_exception")}
          showSearch={{ optionFilterProp: "label" }}
          options={left.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          onChange={(kind) => kind && onChange([...value, { kind, console: true, mail: "never" }])}
        />
      </div>
    </>
  );
}
