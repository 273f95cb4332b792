/** Who was asked what, by whom, and what came of it. */
import { Drawer, Table, Tag } from "antd";
import { Loaded, Nothing } from "@/ui/Loaded";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { useTries, type Verification } from "./queries";

export function TriesDrawer({ customerId, open, onClose }: { customerId: string; open: boolean; onClose: () => void }) {
  const t = useWords("verification");
  const tries = useTries(customerId, open);
  const named = (checks: Verification["matched"]) =>
    checks.map((check) => t(`check.${check}`)).join(t("common:list_comma")) || "—";
  return (
    <Drawer open={open} onClose={onClose} title={t("tries")} size={720}>
      <Loaded query={tries}>
        {(page) => (
          <Table<Verification>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={page.items}
            locale={{ emptyText: <Nothing text={t("no_tries")} /> }}
            columns={[
              { title: t("at"), width: 130, render: (_, row) => <When at={row.created_at} style="short" /> },
              {
                title: t("result"),
                width: 84,
                render: (_, row) => (
                  <Tag color={row.passed ? "green" : "red"} variant="filled" className="tag">
                    {t(row.passed ? "passed_short" : "failed_short")}
                  </Tag>
                ),
              },
              { title: t("agreed"), render: (_, row) => named(row.matched) },
              { title: t("disagreed"), render: (_, row) => named(row.failed) },
              { title: t("by"), width: 90, render: (_, row) => row.by?.name ?? "—" },
              { title: t("channel"), width: 84, render: (_, row) => t(`common:channel.${row.channel}`) },
            ]}
          />
        )}
      </Loaded>
    </Drawer>
  );
}
