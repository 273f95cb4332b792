/** Customers: found by name, number or contact; contacts stay masked. */
import { PlusOutlined, SearchOutlined } from "@ant-design/icons";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, Checkbox, Skeleton, Table } from "antd";
import { useHolds } from "@/api/session";
import type { Customer } from "@/api/types";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { useShortcuts } from "@/ui/shortcuts";
import { TextFilter } from "@/ui/TextFilter";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { NewCustomerDrawer } from "./NewCustomerDrawer";
import { useCustomers } from "./queries";
import { ReviewState } from "./Review";
import { SettingsDrawer } from "./SettingsDrawer";

const route = getRouteApi("/customers");

export function CustomersPage() {
  return (
    <Allowed to="customers.view">
      <CustomersList />
    </Allowed>
  );
}

function CustomersList() {
  const t = useWords("customers");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayEdit = useHolds("customers.edit");
  const mayConfigure = useHolds("customers.configure");
  const due = search.due === true;
  const customers = useCustomers(search.q, due);
  const openNew = () => navigate({ search: (s) => ({ ...s, open: "new" }) });
  const close = () => navigate({ search: (s) => ({ ...s, open: undefined }), replace: true });
  useShortcuts(t("title"), mayEdit ? [{ key: "n", label: t("new"), run: openNew }] : []);
  return (
    <div className="page">
      <PageHead
        title={t("title")}
        extra={
          <>
            {mayConfigure && (
              <Button onClick={() => navigate({ search: (s) => ({ ...s, open: "settings" }) })}>{t("settings")}</Button>
            )}
            {mayEdit && (
              <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={openNew}>
                {t("new")}
              </Button>
            )}
          </>
        }
      />
      <section className="panel">
        <div className="bar">
          <TextFilter
            style={{ width: 340 }}
            prefix={<SearchOutlined className="muted" aria-hidden />}
            placeholder={t("search_about")}
            aria-label={t("search_about")}
            value={search.q}
            onChange={(q) => navigate({ search: (s) => ({ ...s, q, due: undefined }), replace: true })}
          />
          <Checkbox
            checked={due}
            onChange={(e) =>
              navigate({ search: (s) => ({ ...s, q: undefined, due: e.target.checked || undefined }), replace: true })
            }
          >
            {t("only_due")}
          </Checkbox>
        </div>
        {customers.isPending && <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />}
        {customers.isError && <Failure error={customers.error} onRetry={() => customers.refetch()} />}
        {customers.isSuccess && (
          <Table<Customer>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={customers.rows}
            locale={{ emptyText: <Nothing text={t(due ? "empty_due" : search.q ? "empty_search" : "empty")} /> }}
            columns={[
              {
                title: t("name"),
                ellipsis: true,
                render: (_, row) => (
                  <Link to="/customers/$id" params={{ id: row.id }} className="subject">
                    {row.name}
                  </Link>
                ),
              },
              { title: t("number"), width: 150, render: (_, row) => <span className="mono">{row.number}</span> },
              { title: t("kind"), width: 90, render: (_, row) => t(`common:customer_kind.${row.kind}`) },
              { title: t("class"), width: 110, render: (_, row) => t(`common:customer_class.${row.class}`) },
              {
                title: t("contact"),
                width: 220,
                ellipsis: true,
                render: (_, row) => {
                  const contact = row.contact_points.find((cp) => cp.preferred) ?? row.contact_points[0];
                  return contact ? <span className="num">{contact.value}</span> : <span className="muted">—</span>;
                },
              },
              due
                ? { title: t("next_review_on"), width: 190, render: (_, row) => <ReviewState it={row} /> }
                : { title: t("created_at"), width: 130, render: (_, row) => <When at={row.created_at} style="day" /> },
            ]}
          />
        )}
        <More
          loaded={customers.rows.length}
          hasMore={customers.hasNextPage}
          loading={customers.isFetchingNextPage}
          onMore={() => customers.fetchNextPage()}
        />
      </section>
      <NewCustomerDrawer open={search.open === "new"} onClose={close} />
      <SettingsDrawer open={search.open === "settings" && mayConfigure} onClose={close} />
    </div>
  );
}
