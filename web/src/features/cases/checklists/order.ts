/** Moving one thing of a list up or down. Pure. */
export function moved<T>(all: readonly T[], at: number, step: -1 | 1): T[] {
  const to = at + step;
  if (at < 0 || at >= all.length || to < 0 || to >= all.length) return [...all];
  const next = [...all];
  const [one] = next.splice(at, 1);
  next.splice(to, 0, one as T);
  return next;
}
