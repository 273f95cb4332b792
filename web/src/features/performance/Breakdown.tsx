/** The figures side by side: by unit, kind, channel, priority or person; every number opens its rows. */
import { Segmented, Table } from "antd";
import { useHolds } from "@/api/session";
import type { Dashboard, DashboardMember } from "@/api/types";
import { Nothing } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { useColumns } from "./columns";
import { type DashboardSearch, type Dimension, dimensions, isDivided } from "./search";

type Props = { shown: Dashboard; search: DashboardSearch; onChange: (by: Dimension) => void };

export function Breakdown({ shown, search, onChange }: Props) {
  const t = useWords("performance");
  const staff = useHolds("performance.view_staff") && !isDivided(search);
  const offered = dimensions.filter((d) => (d === "staff" ? staff : !search.staff_id || d === "unit"));
  const by = search.by ?? "unit";
  const columns = useColumns(shown, search, by);
  return (
    <Panel
      title={t("by_title")}
      extra={
        <Segmented<Dimension>
          aria-label={t("by_label")}
          size="small"
          value={by}
          onChange={onChange}
          options={offered.map((d) => ({ value: d, label: t(`by.${d}`) }))}
        />
      }
      flush
    >
      <Table<DashboardMember>
        size="small"
        rowKey="key"
        columns={columns}
        dataSource={shown.by}
        pagination={shown.by.length > 20 ? { pageSize: 20, size: "small", showSizeChanger: false } : false}
        scroll={{ x: 1000 }}
        locale={{ emptyText: <Nothing text={t("empty_by")} /> }}
      />
      {shown.left_off > 0 && <p className="muted small pad">{t("left_off", { count: shown.left_off })}</p>}
    </Panel>
  );
}
