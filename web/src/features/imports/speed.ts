/** How fast rows go in, from what was read in the last seconds: the server tells where a run is, not how fast. */
import { useEffect, useState } from "react";
import type { Progress } from "./types";

const windowMs = 10_000;

export interface Sample {
  at: number;
  rows: number;
  bytes: number;
}
export interface Speed {
  rowsPerSecond: number;
  /** Undefined while nothing moves. */
  secondsLeft?: number;
}

/** Adds a sample. A run that another node took up begins at the start of the file again, and so does this. Pure. */
export function withSample(samples: Sample[], next: Sample): Sample[] {
  const last = samples[samples.length - 1];
  if (last && (next.bytes < last.bytes || next.rows < last.rows)) return [next];
  return [...samples.filter((s) => next.at - s.at <= windowMs), next];
}

/** Undefined until there are two samples. Pure. */
export function speedOf(samples: Sample[], bytesTotal: number): Speed | undefined {
  const [first, last] = [samples[0], samples[samples.length - 1]];
  if (!first || !last || last.at <= first.at) return undefined;
  const seconds = (last.at - first.at) / 1000;
  const bytesPerSecond = (last.bytes - first.bytes) / seconds;
  const left = bytesPerSecond > 0 ? Math.ceil((bytesTotal - last.bytes) / bytesPerSecond) : undefined;
  return { rowsPerSecond: Math.round((last.rows - first.rows) / seconds), secondsLeft: left };
}

export function useSpeed(progress: Progress, readAt: number): Speed | undefined {
  const [samples, setSamples] = useState<Sample[]>([]);
  const { rows, bytes_done: bytes } = progress;
  useEffect(() => setSamples((all) => withSample(all, { at: readAt, rows, bytes })), [readAt, rows, bytes]);
  return speedOf(samples, progress.bytes_total);
}
