/** A small round count, by itself or at the corner of what it counts; nothing at zero. */
import type { ReactNode } from "react";

type CountBadgeProps = { count: number; title?: string; alarm?: boolean; children?: ReactNode };

export function CountBadge({ count, title, alarm, children }: CountBadgeProps) {
  const shown = count > 0 && (
    <span className={alarm ? "count-badge num alarm" : "count-badge num"} title={title}>
      {count > 99 ? "99+" : count}
    </span>
  );
  if (!children) return shown;
  return (
    <span className="counted">
      {children}
      {shown}
    </span>
  );
}
