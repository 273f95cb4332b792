/** One labelled field of a query form. */
import type { ReactNode } from "react";

export function Field({ label, id, children }: { label: string; id: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}

/** Facts as name and value. */
export function Facts({ items }: { items: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {items.flatMap(([name, value]) => [<dt key={`${name}-n`}>{name}</dt>, <dd key={`${name}-v`}>{value}</dd>])}
    </dl>
  );
}

/** The first characters of a hash; the whole one by title and copy. */
export function Hash({ of, length = 12 }: { of?: string | null; length?: number }) {
  if (!of) return <span className="muted">—</span>;
  return (
    <code className="mono" title={of}>
      {of.slice(0, length)}
      {of.length > length ? "…" : ""}
    </code>
  );
}
