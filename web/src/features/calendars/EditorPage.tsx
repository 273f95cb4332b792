/** Making a calendar of the institution's own, from another or from nothing, and changing one. */
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Allowed, Loaded, Notice } from "@/ui/Loaded";
import { useTimeZone } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { CalendarEditor } from "./editor/CalendarEditor";
import { draftOf, type Editing, emptyDraft, titleOfCopy } from "./editor/editing";
import { useCalendarFacts, useSaveCalendar } from "./queries";
import { useTitle } from "./title";
import type { CalendarDraft } from "./types";

const newRoute = getRouteApi("/calendars/new");
const editRoute = getRouteApi("/calendars/$name/edit");

export function NewCalendarPage() {
  const { from } = newRoute.useSearch();
  return <Allowed to="calendars.edit">{from ? <Copied key={from} from={from} /> : <FromNothing />}</Allowed>;
}

function FromNothing() {
  const zone = useTimeZone();
  return <Made draft={emptyDraft(zone ?? "Asia/Shanghai")} />;
}

function Copied({ from }: { from: string }) {
  const facts = useCalendarFacts(from);
  return <Loaded query={facts}>{(it) => <Made draft={titleOfCopy(it)} from={it.name} />}</Loaded>;
}

function Made({ draft, from }: { draft: CalendarDraft; from?: string }) {
  const t = useWords("calendars");
  const navigate = useNavigate();
  const { create } = useSaveCalendar();
  const save = async (editing: Editing) => {
    const made = await create.mutateAsync({ name: editing.name.trim(), copied_from: from, calendar: draftOf(editing) });
    navigate({ to: "/calendars", search: { name: made.name } });
    return made;
  };
  return (
    <CalendarEditor
      draft={draft}
      title={t("editor.title_new")}
      onSave={save}
      onCancel={() => navigate({ to: "/calendars", search: from ? { name: from } : {} })}
    />
  );
}

export function EditCalendarPage() {
  const { name } = editRoute.useParams();
  return (
    <Allowed to="calendars.edit">
      <Changed key={name} name={name} />
    </Allowed>
  );
}

function Changed({ name }: { name: string }) {
  const t = useWords("calendars");
  const navigate = useNavigate();
  const titleOf = useTitle();
  const facts = useCalendarFacts(name);
  const { change } = useSaveCalendar();
  const [round, setRound] = useState(0);
  const back = () => navigate({ to: "/calendars", search: { name } });
  const reload = async () => {
    await facts.refetch();
    setRound((before) => before + 1);
  };
  return (
    <Loaded query={facts}>
      {(it) => {
        if (it.built_in) return <Notice title={t("editor.built_in_about")} />;
        const save = async (editing: Editing, number: number) => {
          const saved = await change.mutateAsync({ name, number, calendar: draftOf(editing) });
          back();
          return saved;
        };
        return (
          <CalendarEditor
            key={round}
            of={it}
            draft={it.calendar}
            title={t("editor.title_edit", { title: titleOf(it.calendar) })}
            onSave={save}
            onCancel={back}
            onReload={reload}
          />
        );
      }}
    </Loaded>
  );
}
