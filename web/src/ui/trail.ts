/** The rows of the list one came from, so that a page can lead on to the next without going back. */
let trail: string[] = [];

export function layTrail(ids: string[]): void {
  trail = ids;
}

/** What follows `id` on the list one came from; nothing at its end or for who came another way. */
export function nextOnTrail(id: string): string | undefined {
  const at = trail.indexOf(id);
  return at < 0 ? undefined : trail[at + 1];
}
