/** Naming colleagues with @ in a note: what is being typed, what the text says, whom it names. Pure. */
import type { Colleague } from "@/api/types";

/** Somebody chosen, and how the text names them behind the @. */
export interface Mention {
  id: string;
  label: string;
}

/** Names in one note, as the server takes them. */
export const mentionsMax = 20;

const marks = ["@", "＠"];
const lettered = /[A-Za-z0-9]/;
const typedMax = 20;

/** Whether an @ stands at `n` that names somebody: the one inside an address of mail does not. */
const isMark = (text: string, n: number) => marks.includes(text[n] ?? "") && !/[A-Za-z0-9._-]/.test(text[n - 1] ?? "");

/** The name that is being typed when the cursor stands at `at`, and where its @ is. */
export function beingNamed(text: string, at: number): { from: number; typed: string } | undefined {
  for (let n = at - 1; n >= 0 && at - n <= typedMax + 1; n--) {
    if (isMark(text, n)) return { from: n, typed: text.slice(n + 1, at) };
    if (/\s/.test(text[n] ?? "") || marks.includes(text[n] ?? "")) return undefined;
  }
  return undefined;
}

/** `text` with the name of somebody in place of what was typed from `from` to `at`, and where to go on writing. */
export function withMention(text: string, from: number, at: number, label: string): { text: string; at: number } {
  const rest = text.slice(at).replace(/^ /, "");
  const before = `${text.slice(0, from)}@${label} `;
  return { text: before + rest, at: before.length };
}

const withUnit = (one: Colleague) => (one.unit ? `${one.name}（${one.unit.name}）` : one.name);

/** How the text names somebody: by their unit too, once another of the same name is in it. */
export function labelOf(one: Colleague, known: Mention[]): string {
  const taken = known.some((other) => other.id !== one.id && other.label === one.name);
  return taken ? withUnit(one) : one.name;
}

/** Whether `label` stands in `text` at `n` and does not only begin a longer word. */
const standsAt = (text: string, n: number, label: string) =>
  text.startsWith(label, n) && !(lettered.test(label.at(-1) ?? "") && lettered.test(text[n + label.length] ?? ""));

/** Every @ of a text, with whom it names among those known: the longest name that fits. */
function named(text: string, known: Mention[]): { from: number; one?: Mention }[] {
  const longest = [...known].sort((a, b) => b.label.length - a.label.length);
  const all: { from: number; one?: Mention }[] = [];
  for (let from = 0; from < text.length; from++) {
    if (isMark(text, from)) all.push({ from, one: longest.find((each) => standsAt(text, from + 1, each.label)) });
  }
  return all;
}

/** Whom a text still names, each once, in its order. */
export function mentionedIn(text: string, known: Mention[]): Mention[] {
  const found = named(text, known).flatMap(({ one }) => (one ? [one] : []));
  return found.filter((one, n) => found.findIndex((other) => other.id === one.id) === n).slice(0, mentionsMax);
}

/** Every @ that names nobody chosen: written by hand, or in a draft from another machine. */
function strangers(text: string, chosen: Mention[]): { from: number; name: string }[] {
  const open = named(text, chosen).filter(({ one }) => !one);
  return open.flatMap(({ from }) => {
    const name = /^[^\s@＠（()）,，.。:：;；!！?？、]{1,20}/.exec(text.slice(from + 1))?.[0];
    return name ? [{ from, name }] : [];
  });
}

/** What stands behind those, to be looked up. */
export const namesToLookUp = (text: string, chosen: Mention[]): string[] =>
  [...new Set(strangers(text, chosen).map((one) => one.name))].slice(0, mentionsMax);

/** Those of `people` whose name was written in full; of several of one name only the one whose unit stands behind it. */
export function recognised(text: string, chosen: Mention[], people: Colleague[]): Mention[] {
  return strangers(text, chosen).flatMap(({ from, name }) => {
    const isWhole = (one: Colleague) =>
      one.name === name || (/\s/.test(one.name) && standsAt(text, from + 1, one.name));
    const called = [...new Map(people.filter(isWhole).map((one) => [one.id, one])).values()];
    const [first] = called;
    if (first && called.length === 1) return [{ id: first.id, label: first.name }];
    return called
      .map((one) => ({ id: one.id, label: withUnit(one) }))
      .filter((one) => standsAt(text, from + 1, one.label));
  });
}

/** A text in pieces, those that name somebody marked. */
export function pieces(text: string, people: { id: string; name: string }[]): { text: string; id?: string }[] {
  const known = people.map((one) => ({ id: one.id, label: one.name }));
  const all: { text: string; id?: string }[] = [];
  let done = 0;
  for (const { from, one } of named(text, known)) {
    if (!one) continue;
    const end = from + 1 + one.label.length;
    if (from > done) all.push({ text: text.slice(done, from) });
    all.push({ text: text.slice(from, end), id: one.id });
    done = end;
  }
  if (done < text.length) all.push({ text: text.slice(done) });
  return all;
}
