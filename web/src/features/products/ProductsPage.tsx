/** The catalogue of products and services. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Input, Skeleton, Table, Tag } from "antd";
import { useState } from "react";
import { useHolds } from "@/api/session";
import type { Product } from "@/api/types";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { useSettled } from "@/ui/settled";
import { useWords } from "@/ui/words";
import { ProductDrawer } from "./ProductDrawer";
import { useProducts } from "./queries";

export function ProductsPage() {
  return (
    <Allowed to="products.view">
      <ProductsList />
    </Allowed>
  );
}

function ProductsList() {
  const t = useWords("products");
  const mayEdit = useHolds("products.edit");
  const [typed, setTyped] = useState("");
  const products = useProducts();
  const [edited, setEdited] = useState<Product | "new">();
  const wanted = useSettled(typed.trim().toLowerCase(), 150);
  const rows = products.rows.filter((p) => `${p.code} ${p.name} ${p.name_en}`.toLowerCase().includes(wanted));
  return (
    <div className="page">
      <PageHead
        title={t("title")}
        extra={
          mayEdit && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited("new")}>
              {t("new")}
            </Button>
          )
        }
      />
      <section className="panel">
        <div className="bar">
          <Input.Search
            allowClear
            style={{ width: 300 }}
            value={typed}
            placeholder={t("search_about")}
            aria-label={t("search_about")}
            onChange={(e) => setTyped(e.target.value)}
          />
        </div>
        {products.isPending && <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />}
        {products.isError && !products.rows.length && (
          <Failure error={products.error} onRetry={() => products.refetch()} />
        )}
        {products.isSuccess && (
          <Table<Product>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={rows}
            locale={{ emptyText: <Nothing text={t(wanted ? "empty_search" : "empty")} /> }}
            columns={[
              { title: t("code"), width: 160, render: (_, row) => <span className="mono">{row.code}</span> },
              { title: t("name"), render: (_, row) => <span className="strong">{row.name}</span> },
              { title: t("name_en"), render: (_, row) => row.name_en || <span className="muted">—</span> },
              {
                title: t("category"),
                width: 160,
                render: (_, row) => t(`category_name.${row.category}`, { defaultValue: row.category }),
              },
              {
                title: t("state"),
                width: 90,
                render: (_, row) => (
                  <Tag className="tag" color={row.active ? "green" : undefined} variant="filled">
                    {t(row.active ? "on_sale" : "withdrawn")}
                  </Tag>
                ),
              },
              ...(mayEdit
                ? [
                    {
                      key: "edit",
                      width: 70,
                      render: (_: unknown, row: Product) => (
                        <Button size="small" type="link" onClick={() => setEdited(row)}>
                          {t("common:edit")}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
        <More
          loaded={rows.length}
          hasMore={products.hasNextPage}
          loading={products.isFetchingNextPage}
          onMore={() => products.fetchNextPage()}
        />
      </section>
      <ProductDrawer it={edited} onClose={() => setEdited(undefined)} />
    </div>
  );
}
