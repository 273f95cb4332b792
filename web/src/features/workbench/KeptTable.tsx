/** A table of what is kept: edit, delete with undo. */
import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Table, type TableColumnsType } from "antd";
import { asProblem } from "@/api/problem";
import { Failure, Nothing } from "@/ui/Loaded";
import { When } from "@/ui/Time";
import { problemText, useName, useWords } from "@/ui/words";
import { type AnyKept, type KeptKind, useKept, useKeptVerbs } from "./queries";

interface KeptTableProps<T extends AnyKept> {
  kind: KeptKind;
  /** In this order; by name when absent. */
  rows?: T[];
  columns?: TableColumnsType<T>;
  about: string;
  onEdit: (it: T) => void;
  onNew?: () => void;
}

export function KeptTable<T extends AnyKept>({ kind, rows, columns = [], about, onEdit, onNew }: KeptTableProps<T>) {
  const t = useWords("workbench");
  const nameOf = useName();
  const { message } = App.useApp();
  const kept = useKept<T>(kind);
  const verbs = useKeptVerbs(kind);
  const say = (error: unknown) => message.error(problemText(asProblem(error)));
  async function remove(it: T) {
    try {
      await verbs.remove.mutateAsync(it.id);
      const key = `deleted-${it.id}`;
      const undo = () => {
        message.destroy(key);
        verbs.restore.mutate(it.id, { onError: say });
      };
      message.info({
        key,
        duration: 8,
        content: (
          <span>
            {t("deleted", { name: it.name })}{" "}
            <Button type="link" size="small" onClick={undo}>
              {t("undo")}
            </Button>
          </span>
        ),
      });
    } catch (error) {
      say(error);
    }
  }
  if (kept.isError) return <Failure error={kept.error} onRetry={() => kept.refetch()} />;
  return (
    <>
      <div className="bar between">
        <span className="muted">{about}</span>
        {onNew && (
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={onNew}>
            {t(`new.${kind}`)}
          </Button>
        )}
      </div>
      <Table<T>
        size="small"
        rowKey="id"
        loading={kept.isPending}
        pagination={false}
        dataSource={rows ?? kept.data}
        locale={{ emptyText: <Nothing text={t(`empty.${kind}`)} /> }}
        columns={[
          { key: "name", title: t("name"), width: 200, render: (_, it) => <span className="strong">{it.name}</span> },
          ...columns,
          {
            key: "unit",
            title: t("shared_with"),
            width: 150,
            render: (_, it) => (it.unit ? nameOf(it.unit) : <span className="muted">{t("personal")}</span>),
          },
          { key: "owner", title: t("owner"), width: 90, render: (_, it) => it.owner?.name ?? "—" },
          { key: "at", title: t("changed"), width: 110, render: (_, it) => <When at={it.updated_at} style="short" /> },
          {
            key: "verbs",
            width: 130,
            render: (_, it) =>
              it.may.edit && (
                <span className="row">
                  <Button size="small" type="link" onClick={() => onEdit(it)}>
                    {t("common:edit")}
                  </Button>
                  <Button size="small" type="link" danger onClick={() => remove(it)}>
                    {t("delete")}
                  </Button>
                </span>
              ),
          },
        ]}
      />
    </>
  );
}
