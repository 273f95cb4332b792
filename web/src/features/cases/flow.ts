/** The stages a case goes through, as steps: what is done, where it stands, what is expected and by when. Pure. */
import type { Case, TimelineEntry } from "@/api/types";

export type StepKey =
  | "received"
  | "assigned"
  | "answered"
  | "reopened"
  | "waiting_customer"
  | "waiting_department"
  | "resolved"
  | "merged"
  | "closed";

export interface Step {
  key: StepKey;
  /** `skipped`: the case went on without it. */
  state: "done" | "now" | "future" | "skipped";
  /** When it was done, or since when it is so. */
  at?: string;
  /** Who did it; null for the system, absent where nobody is told. */
  who?: string | null;
  /** By when it is expected. */
  due?: string;
  /** Whether that moment has passed. */
  late?: boolean;
  /** Whether its time limit stands still. */
  stands?: boolean;
  /** What the words name: a department, another case. */
  name?: string;
  /** What the words count: parts still open, times reopened. */
  count?: number;
}

type ClockKind = Case["clocks"][number]["kind"];
const openStatuses = ["new", "assigned", "waiting_customer"];
const given = ["case_assigned", "case_transferred", "case_returned"];

/** When and by whom an event happened. */
const done = (event: TimelineEntry | undefined): Pick<Step, "at" | "who"> =>
  event ? { at: event.at, who: event.actor?.name ?? null } : {};

/** By when something is expected: the limit of the first of these kinds that has begun and is not over. */
function expected(it: Case, kinds: ClockKind[], now: string): Pick<Step, "due" | "late" | "stands"> {
  const running = kinds.flatMap((kind) =>
    it.clocks.filter((clock) => clock.kind === kind && clock.running).sort((a, b) => b.cycle - a.cycle),
  );
  const clock = running[0];
  if (!clock) return {};
  if (!clock.due_at) return { stands: true };
  return { due: clock.due_at, late: clock.state === "breached" || Date.parse(clock.due_at) < Date.parse(now) };
}

function assigned(it: Case, own: TimelineEntry[]): Step {
  const staffOf = (event: TimelineEntry) => (event.details as { staff_id?: string | null }).staff_id;
  if (!it.assignee) {
    const worked = it.status === "waiting_customer" || !openStatuses.includes(it.status);
    return { key: "assigned", state: worked ? "skipped" : "future" };
  }
  const got = own.findLast((event) => given.includes(event.type) && staffOf(event) === it.assignee?.id);
  return { key: "assigned", state: "done", at: got?.at, who: it.assignee.name };
}

function answered(it: Case, own: TimelineEntry[], now: string): Step {
  const reply = own.find((event) => event.type === "case_replied");
  if (reply) return { key: "answered", state: "done", ...done(reply) };
  // The outcome was told to the customer: there was nothing left to answer first.
  const ended = it.resolved_at || it.reopen_count > 0 || !openStatuses.includes(it.status);
  if (ended) return { key: "answered", state: "skipped" };
  return { key: "answered", state: "future", ...expected(it, ["first_response", "next_response"], now) };
}

function waiting(it: Case, own: TimelineEntry[], now: string): Step[] {
  const steps: Step[] = [];
  const unit = it.tasks?.waits_for;
  if (it.status === "waiting_customer") {
    const since = own.findLast((event) => event.type === "case_waiting")?.at;
    steps.push({ key: "waiting_customer", state: "future", at: since });
  }
  if (unit && openStatuses.includes(it.status)) {
    const due = it.tasks?.due_at ?? undefined;
    const late = due === undefined ? undefined : Date.parse(due) < Date.parse(now);
    steps.push({ key: "waiting_department", state: "future", name: unit.name, due, late });
  }
  return steps;
}

function resolved(it: Case, own: TimelineEntry[], now: string): Step {
  if (it.resolved_at) {
    const by = done(own.findLast((event) => event.type === "case_resolved"));
    return { key: "resolved", state: "done", ...by, at: it.resolved_at };
  }
  if (!openStatuses.includes(it.status)) return { key: "resolved", state: "skipped" };
  const parts = it.relations.children.filter((child) => openStatuses.includes(child.status)).length;
  return { key: "resolved", state: "future", count: parts || undefined, ...expected(it, ["resolution"], now) };
}

/** The last steps: closed, or going on in the case that took this one in. */
function end(it: Case, own: TimelineEntry[], now: string): Step[] {
  if (it.merged_into_id) {
    const name = it.relations.merged_into?.number;
    return [{ key: "merged", state: "now", ...done(own.findLast((event) => event.type === "case_merged")), name }];
  }
  const last = own.findLast((event) => event.type === "case_closed");
  const closed = it.status === "closed";
  return [
    resolved(it, own, now),
    closed
      ? { key: "closed", state: "done", ...done(last), at: it.closed_at ?? last?.at }
      : { key: "closed", state: "future" },
  ];
}

/**
 * The steps of a case, in their order. Exactly one is `now`: what waits, otherwise the first that is not done; of a
 * closed case its last. `events` may be incomplete: what they do not tell is left out.
 */
export function flowOf(it: Case, events: TimelineEntry[], now: string): Step[] {
  // What happened to cases that were merged into this one is theirs.
  const own = events.filter((event) => !event.case_id || event.case_id === it.id);
  const opened = own.find((event) => event.type === "case_opened" || event.type === "case_imported");
  const again = own.findLast((event) => event.type === "case_reopened");
  const begun: Step[] = [
    { key: "received", state: "done", ...done(opened), at: it.created_at },
    assigned(it, own),
    answered(it, own, now),
  ];
  const reopened: Step[] =
    it.reopen_count > 0 ? [{ key: "reopened", state: "done", ...done(again), count: it.reopen_count }] : [];
  // A case that lives on elsewhere expects nothing here.
  const past = it.merged_into_id ? begun.filter((step) => step.state === "done") : begun;
  const steps = [...past, ...reopened, ...end(it, own, now)];
  const first = steps.findIndex((step) => step.state === "future");
  const waits = waiting(it, own, now);
  if (first >= 0) steps.splice(first, 0, ...waits);
  return present(steps);
}

/** Marks where the case stands. */
function present(steps: Step[]): Step[] {
  if (steps.some((step) => step.state === "now")) return steps;
  const first = steps.findIndex((step) => step.state === "future");
  const at = first < 0 ? steps.length - 1 : first;
  return steps.map((step, n) => (n === at ? { ...step, state: "now" } : step));
}
