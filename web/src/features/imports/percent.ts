import type { Progress } from "./types";

/** How much of the file was read, in whole percent. Never 100 before the end: the last batch is still being written. */
export function percentOf({ bytes_done, bytes_total }: Progress): number {
  return bytes_total ? Math.min(99, Math.floor((bytes_done / bytes_total) * 100)) : 0;
}
