/** A quick look at a case beside its list: what it is, what was said last, and the verbs. */
import { ExportOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Drawer } from "antd";
import { useState } from "react";
import type { Case } from "@/api/types";
import { Facts } from "@/ui/Fields";
import { Loaded } from "@/ui/Loaded";
import { EscalationMark, KindTag, PriorityMark, StatusTag } from "@/ui/Tags";
import { When } from "@/ui/Time";
import { useName, useWords } from "@/ui/words";
import { CaseMarks } from "./CaseMarks";
import { ClockList } from "./ClockList";
import { EditCaseDrawer } from "./EditCaseDrawer";
import { useCase, useCaseVerbs } from "./queries";
import { Timeline } from "./Timeline";
import { useChosenVerb } from "./useChosenVerb";
import { VerbDialogs } from "./VerbDialogs";
import { Verbs } from "./Verbs";

export function CaseDrawer({ open, id, onClose }: { open: boolean; id?: string; onClose: () => void }) {
  const t = useWords("cases");
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={560}
      mask={false}
      rootClassName="look-drawer"
      title={t("quick_look")}
      destroyOnHidden
      extra={
        id && (
          <Link to="/cases/$id" params={{ id }}>
            <ExportOutlined aria-hidden /> {t("full_page")}
          </Link>
        )
      }
    >
      {id && <Look key={id} id={id} />}
    </Drawer>
  );
}

function Look({ id }: { id: string }) {
  return <Loaded query={useCase(id)}>{(it) => <LookAt it={it} />}</Loaded>;
}

function LookAt({ it }: { it: Case }) {
  const t = useWords("cases");
  const nameOf = useName();
  const verbs = useCaseVerbs(it.id);
  const { verb, entry, choose, split, close } = useChosenVerb(verbs);
  const [editing, setEditing] = useState(false);
  const none = <span className="muted">—</span>;
  return (
    <div className="col gap">
      <div>
        <h2 className="look-title">{it.subject}</h2>
        <span className="row gap-sm wrap">
          <span className="mono">{it.number}</span>
          <StatusTag status={it.status} />
          <KindTag kind={it.kind} />
          <PriorityMark priority={it.priority} />
          <EscalationMark level={it.escalation_level} />
          <CaseMarks it={it} />
        </span>
      </div>
      <div className="row gap-sm wrap">
        <Verbs it={it} onChoose={choose} onEdit={() => setEditing(true)} />
      </div>
      <ClockList it={it} />
      <Facts
        items={[
          [t("column.customer"), it.customer?.name ?? none],
          [t("column.assignee"), it.assignee?.name ?? <span className="muted">{t("nobody")}</span>],
          [t("column.unit"), it.unit ? nameOf(it.unit) : none],
          [t("column.product"), it.product ? nameOf(it.product) : none],
          [t("column.created"), <When key="c" at={it.created_at} />],
        ]}
      />
      {it.description && <div className="pre look-text">{it.description}</div>}
      <Timeline it={it} onSplit={it.may.relate ? split : undefined} />
      <VerbDialogs it={it} verb={verb} entry={entry} onClose={close} />
      <EditCaseDrawer it={it} open={editing} onClose={() => setEditing(false)} />
    </div>
  );
}
