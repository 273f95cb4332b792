/** Values of the institution's own fields: between the form, the address and the server. Pure. */
import type { CaseField, CaseKind } from "@/api/types";

export type Values = Record<string, unknown>;

export const isOf = (field: CaseField, kind: CaseKind | undefined): boolean =>
  field.active && (!field.kinds.length || kind === undefined || field.kinds.includes(kind));

/** How many decimals a currency has: two for CNY, none for JPY. */
export function decimalsOf(currency: string | null | undefined): number {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency: currency ?? "CNY" });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** An amount in its smallest unit as people write it: 123456 → 1234.56. */
export const majorOf = (minor: number, currency: string | null | undefined): number =>
  minor / 10 ** decimalsOf(currency);
export const minorOf = (major: number, currency: string | null | undefined): number =>
  Math.round(major * 10 ** decimalsOf(currency));

/** Nothing, blanks and no choice at all are one: empty. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return !value.trim();
  return Array.isArray(value) && !value.length;
}

/** What was filled, for opening a case. */
export function filled(values: Values | undefined): Values | undefined {
  const some = Object.entries(values ?? {}).filter(([, value]) => !isEmpty(value));
  return some.length ? Object.fromEntries(some) : undefined;
}

/** What changed, for the server: null empties a field. */
export function changed(before: Values, after: Values): Values {
  const same = (a: unknown, b: unknown) => (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b);
  const differ = Object.entries(after).filter(([key, value]) => !same(before[key], value));
  return Object.fromEntries(differ.map(([key, value]) => [key, isEmpty(value) ? null : value]));
}

/** The filter of the address, `{"branch":"BJ01"}`; what it cannot read it leaves out. */
export function readFilter(text: string | undefined): Record<string, string> {
  if (!text) return {};
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || Array.isArray(read)) return {};
    const plain = Object.entries(read).filter(([, value]) => typeof value === "string" || typeof value === "number");
    return Object.fromEntries(plain.map(([key, value]) => [key, String(value)]));
  } catch {
    return {};
  }
}

export function writeFilter(filter: Record<string, string | undefined>): string | undefined {
  const some = Object.entries(filter).filter(([, value]) => value);
  return some.length ? JSON.stringify(Object.fromEntries(some)) : undefined;
}
