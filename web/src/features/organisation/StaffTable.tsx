import { SafetyCertificateOutlined, SearchOutlined } from "@ant-design/icons";
import { Select, Skeleton, Table, Tag } from "antd";
import type { Staff } from "@/api/types";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { TextFilter } from "@/ui/TextFilter";
import { useName, useWords } from "@/ui/words";
import type { BeginsWith } from "./Beginning";
import { roleCodes, useStaffPages } from "./queries";
import { StaffMenu } from "./StaffMenu";
import type { OrganisationSearch } from "./search";

interface StaffTableProps {
  search: OrganisationSearch;
  onChange: (next: OrganisationSearch) => void;
  onEdit: (it: Staff) => void;
  onAccess: (it: Staff) => void;
  onBegins: (shown: BeginsWith) => void;
}

export function StaffTable({ search, onChange, onEdit, onAccess, onBegins }: StaffTableProps) {
  const t = useWords("organisation");
  const nameOf = useName();
  const staff = useStaffPages(search);
  return (
    <section className="panel">
      <div className="bar">
        <TextFilter
          style={{ width: 260 }}
          prefix={<SearchOutlined className="muted" aria-hidden />}
          placeholder={t("find_staff")}
          aria-label={t("find_staff")}
          value={search.q}
          onChange={(q) => onChange({ ...search, q })}
        />
        <Select
          allowClear
          style={{ width: 160 }}
          placeholder={t("any_role")}
          aria-label={t("roles")}
          value={search.role}
          onChange={(role) => onChange({ ...search, role })}
          options={roleCodes.map((r) => ({ value: r, label: t(`common:role.${r}`) }))}
        />
      </div>
      {staff.isPending && <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />}
      {staff.isError && !staff.rows.length && <Failure error={staff.error} onRetry={() => staff.refetch()} />}
      {staff.isSuccess && (
        <Table<Staff>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={staff.rows}
          locale={{ emptyText: <Nothing text={t("no_staff")} /> }}
          columns={[
            {
              title: t("name"),
              render: (_, row) => (
                <div className="row gap-sm">
                  <span className={`dot dot-${row.presence}`} title={t(`common:presence.${row.presence}`)} />
                  <span className="strong">{row.name}</span>
                  <span className="muted mono">{row.login}</span>
                  {row.second_factor && (
                    <SafetyCertificateOutlined
                      className="muted"
                      title={t("has_second_factor")}
                      aria-label={t("has_second_factor")}
                    />
                  )}
                </div>
              ),
            },
            { title: t("unit"), ellipsis: true, render: (_, row) => nameOf(row.unit) },
            {
              title: t("roles"),
              ellipsis: true,
              render: (_, row) => row.roles.map((r) => t(`common:role.${r}`)).join(t("common:list_comma")),
            },
            { title: t("scope_label"), width: 138, render: (_, row) => t(`common:scope.${row.scope}`) },
            {
              title: t("state"),
              width: 82,
              render: (_, row) =>
                !row.active ? (
                  <Tag className="tag">{t("inactive")}</Tag>
                ) : row.invited ? (
                  <Tag className="tag" color="blue" variant="filled">
                    {t("invited")}
                  </Tag>
                ) : row.locked ? (
                  <Tag className="tag" color="red" variant="filled">
                    {t("locked")}
                  </Tag>
                ) : (
                  <Tag className="tag" color="green" variant="filled">
                    {t("active")}
                  </Tag>
                ),
            },
            {
              key: "verbs",
              width: 44,
              render: (_, row) => <StaffMenu it={row} onEdit={onEdit} onAccess={onAccess} onBegins={onBegins} />,
            },
          ]}
        />
      )}
      <More
        loaded={staff.rows.length}
        hasMore={staff.hasNextPage}
        loading={staff.isFetchingNextPage}
        onMore={() => staff.fetchNextPage()}
      />
    </section>
  );
}
