import { EditOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Tree } from "antd";
import { useMemo, useState } from "react";
import { useHolds } from "@/api/session";
import type { OrgUnit } from "@/api/types";
import { Loaded, Nothing } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { treeOf, type UnitNode, useUnits } from "@/ui/UnitPicker";
import { useLocale, useWords } from "@/ui/words";
import { UnitDrawer } from "./UnitDrawer";

/** A node stays when it or anything below it fits. */
function fitting(nodes: UnitNode[], wanted: string): UnitNode[] {
  return nodes.flatMap((node) => {
    const children = fitting(node.children, wanted);
    const fits = `${node.title} ${node.unit.code}`.toLowerCase().includes(wanted);
    return fits || children.length ? [{ ...node, children: fits ? node.children : children }] : [];
  });
}

export function UnitTree({ chosen, onChoose }: { chosen?: string; onChoose: (id: string | undefined) => void }) {
  const t = useWords("organisation");
  const english = useLocale() === "en-US";
  const units = useUnits();
  const mayEdit = useHolds("organisation.edit_units");
  const [typed, setTyped] = useState("");
  const [edited, setEdited] = useState<OrgUnit | "new">();
  const tree = useMemo(
    () => fitting(treeOf(units.data ?? [], english), typed.trim().toLowerCase()),
    [units.data, english, typed],
  );
  const current = units.data?.find((u) => u.id === chosen);
  return (
    <Panel
      title={t("units")}
      extra={
        <>
          {current?.may.edit && (
            <Button
              size="small"
              type="text"
              icon={<EditOutlined aria-hidden />}
              aria-label={t("edit_unit")}
              onClick={() => setEdited(current)}
            />
          )}
          {mayEdit && (
            <Button
              size="small"
              type="text"
              icon={<PlusOutlined aria-hidden />}
              aria-label={t("new_unit")}
              onClick={() => setEdited("new")}
            />
          )}
        </>
      }
    >
      <Loaded query={units}>
        {() => (
          <div className="col gap-sm">
            <Input
              allowClear
              size="small"
              value={typed}
              placeholder={t("find_unit")}
              aria-label={t("find_unit")}
              onChange={(e) => setTyped(e.target.value)}
            />
            {tree.length === 0 ? (
              <Nothing text={t("no_units")} />
            ) : (
              <Tree
                key={typed ? "found" : "all"}
                blockNode
                defaultExpandAll
                selectedKeys={chosen ? [chosen] : []}
                onSelect={([key]) => onChoose(key as string | undefined)}
                fieldNames={{ key: "value" }}
                treeData={tree as never}
                titleRender={(node) => {
                  const { title, unit } = node as unknown as UnitNode;
                  return (
                    <span className="row between gap-sm unit-line">
                      <span className="cut" title={title}>
                        {title}
                      </span>
                      <span className="muted small num">{unit.staff_count}</span>
                    </span>
                  );
                }}
              />
            )}
          </div>
        )}
      </Loaded>
      <UnitDrawer it={edited} parentId={chosen} onClose={() => setEdited(undefined)} />
    </Panel>
  );
}
