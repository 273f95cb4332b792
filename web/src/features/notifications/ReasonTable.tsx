/** For each reason: in the console, and how by mail. */
import { Switch, Table } from "antd";
import type { NotificationPreferences } from "@/api/types";
import { useWords } from "@/ui/words";
import { PaceSelect } from "./PaceSelect";

type Choice = NotificationPreferences["reasons"][number];

export function ReasonTable({ value, onChange }: { value: Choice[]; onChange: (value: Choice[]) => void }) {
  const t = useWords("notifications");
  const change = (row: Choice, part: Partial<Choice>) =>
    onChange(value.map((one) => (one.reason === row.reason ? { ...one, ...part } : one)));
  return (
    <Table<Choice>
      size="small"
      rowKey="reason"
      pagination={false}
      dataSource={value}
      columns={[
        {
          title: t("told_because"),
          render: (_, row) => (
            <div>
              <div className="strong">{t(`reason.${row.reason}`)}</div>
              <div className="small muted">{t(`reason_about.${row.reason}`)}</div>
            </div>
          ),
        },
        {
          title: t("in_console"),
          width: 110,
          render: (_, row) => (
            <Switch
              size="small"
              checked={row.console}
              aria-label={`${t("in_console")}: ${t(`reason.${row.reason}`)}`}
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
              label={`${t("by_mail")}: ${t(`reason.${row.reason}`)}`}
              onChange={(mail) => change(row, { mail })}
            />
          ),
        },
      ]}
    />
  );
}
