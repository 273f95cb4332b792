/** The fields an administrator adds to cases, in their order, and a form to try them. */
import { ArrowDownOutlined, ArrowUpOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Skeleton, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import type { CaseField } from "@/api/types";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { PageHead } from "@/ui/PageHead";
import { KindTag } from "@/ui/Tags";
import { useLocale, useWords } from "@/ui/words";
import { moved } from "../checklists/order";
import { useRun } from "../useRun";
import { FieldDrawer } from "./FieldDrawer";
import { FieldTrialPanel } from "./FieldTrialPanel";
import { useFields, useFieldVerbs } from "./queries";

export function FieldsPage() {
  return (
    <Allowed to="cases.configure">
      <FieldsList />
    </Allowed>
  );
}

function useColumns(fields: CaseField[], onEdit: (field: CaseField) => void): TableColumnsType<CaseField> {
  const t = useWords("fields");
  const english = useLocale() === "en-US";
  const verbs = useFieldVerbs();
  const run = useRun();
  const inUse = fields.filter((field) => field.active).map((field) => field.id);
  const move = (field: CaseField, step: -1 | 1) =>
    run(() => verbs.reorder.mutateAsync(moved(inUse, inUse.indexOf(field.id), step)), t("moved"));
  return [
    { title: t("name"), render: (_, field) => <span className="strong">{english ? field.name_en : field.name}</span> },
    { title: t("key"), width: 150, render: (_, field) => <span className="mono">{field.key}</span> },
    { title: t("type"), width: 110, render: (_, field) => t(`types.${field.type}`) },
    {
      title: t("kinds"),
      render: (_, field) =>
        field.kinds.length ? (
          <span className="row gap-sm wrap">
            {field.kinds.map((kind) => (
              <KindTag key={kind} kind={kind} />
            ))}
          </span>
        ) : (
          t("all_kinds")
        ),
    },
    { title: t("required"), width: 140, render: (_, field) => t(`when.${field.required}`) },
    {
      title: t("state"),
      width: 90,
      render: (_, field) => (
        <Tag className="tag" color={field.active ? "green" : undefined} variant="filled">
          {t(field.active ? "in_use" : "retired")}
        </Tag>
      ),
    },
    {
      key: "verbs",
      width: 140,
      render: (_, field) => (
        <span className="row gap-sm">
          {field.active && (
            <>
              <Button
                size="small"
                type="text"
                icon={<ArrowUpOutlined aria-hidden />}
                aria-label={t("up", { name: field.name })}
                disabled={field.id === inUse[0]}
                onClick={() => move(field, -1)}
              />
              <Button
                size="small"
                type="text"
                icon={<ArrowDownOutlined aria-hidden />}
                aria-label={t("down", { name: field.name })}
                disabled={field.id === inUse.at(-1)}
                onClick={() => move(field, 1)}
              />
            </>
          )}
          <Button size="small" type="link" onClick={() => onEdit(field)}>
            {t("common:edit")}
          </Button>
        </span>
      ),
    },
  ];
}

function FieldsList() {
  const t = useWords("fields");
  const [retired, setRetired] = useState(false);
  const [edited, setEdited] = useState<CaseField | "new">();
  const fields = useFields(retired);
  const columns = useColumns(fields.data ?? [], setEdited);
  return (
    <div className="page">
      <PageHead
        title={t("page_title")}
        about={t("page_about")}
        extra={
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited("new")}>
            {t("new")}
          </Button>
        }
      />
      <section className="panel">
        <div className="bar">
          <Checkbox checked={retired} onChange={(e) => setRetired(e.target.checked)}>
            {t("with_retired")}
          </Checkbox>
        </div>
        {fields.isPending && <Skeleton active title={false} paragraph={{ rows: 4 }} className="pad" />}
        {fields.isError && <Failure error={fields.error} onRetry={() => fields.refetch()} />}
        {fields.data && (
          <Table<CaseField>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={fields.data}
            columns={columns}
            locale={{ emptyText: <Nothing text={t("empty")} /> }}
          />
        )}
      </section>
      <FieldTrialPanel />
      <FieldDrawer it={edited} onClose={() => setEdited(undefined)} />
    </div>
  );
}
