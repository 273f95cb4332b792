/** Saved views: go to one, keep the present list as one, or keep what was changed about it. */
import { DownOutlined, SaveOutlined, StarFilled } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { lazy, useEffect, useRef, useState } from "react";
import { asProblem } from "@/api/problem";
import { useHolds } from "@/api/session";
import type { CaseViewKept } from "@/api/types";
import { Later } from "@/ui/Later";
import { problemText, useName, useWords } from "@/ui/words";
import { inOrder, useKept, useKeptVerbs, useViewChoices } from "./queries";

const KeepDrawer = lazy(() => import("./KeepDrawer").then((m) => ({ default: m.KeepDrawer })));

interface ViewPickerProps {
  /** The view the list began as. */
  current?: string;
  /** What a view keeps of the list. */
  search: Record<string, string>;
  /** Whether the address says nothing yet, so that the default view may take the list over. */
  plain: boolean;
  onOpen: (view: CaseViewKept) => void;
}

const same = (a: Record<string, string>, b: Record<string, string>) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

export function ViewPicker({ current, search, plain, onOpen }: ViewPickerProps) {
  const t = useWords("workbench");
  const nameOf = useName();
  const { message } = App.useApp();
  const mayUse = useHolds("workbench.use");
  const kept = useKept<CaseViewKept>("case-views");
  const choices = useViewChoices();
  const verbs = useKeptVerbs("case-views");
  const [keeping, setKeeping] = useState(false);
  const views = inOrder(kept.data ?? [], choices.data);
  const view = views.find((one) => one.id === current);
  const first = views.find((one) => one.id === choices.data?.default_view_id);
  const taken = useRef(!plain);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the default view is known.
  useEffect(() => {
    if (!first || taken.current) return;
    taken.current = true;
    onOpen(first);
  }, [first]);
  if (!mayUse) return null;
  const changed = view !== undefined && !same(view.content.search, search);
  async function save() {
    if (!view) return;
    try {
      await verbs.change.mutateAsync({ it: view, body: { content: { search } } });
      message.success(t("view.saved", { name: view.name }));
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
  }
  const label = (one: CaseViewKept) => (
    <span className="row gap-sm">
      {one.id === choices.data?.default_view_id && <StarFilled aria-label={t("view.default")} className="star" />}
      <span className="grow">{one.name}</span>
      <span className="muted small">{one.unit ? nameOf(one.unit) : t("personal")}</span>
    </span>
  );
  const items = [
    ...views.map((one) => ({ key: one.id, label: label(one), onClick: () => onOpen(one) })),
    ...(views.length ? [{ type: "divider" as const }] : []),
    { key: "keep", label: t("view.keep"), icon: <SaveOutlined aria-hidden />, onClick: () => setKeeping(true) },
  ];
  return (
    <span className="row gap-sm">
      <Dropdown trigger={["click"]} menu={{ items, selectable: true, selectedKeys: current ? [current] : [] }}>
        <Button>
          {view?.name ?? t("view.choose")} <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
      {changed && view.may.edit && (
        <Button type="link" size="small" loading={verbs.change.isPending} onClick={save}>
          {t("view.save_changes")}
        </Button>
      )}
      <Later open={keeping}>
        <KeepDrawer
          open={keeping}
          kind="case-views"
          content={{ search }}
          onClose={() => setKeeping(false)}
          onKept={(id) => onOpen({ id, content: { search } } as CaseViewKept)}
        />
      </Later>
    </span>
  );
}
