/**
 * The live stream of the server: small messages that say what changed, never the data itself.
 * The browser reconnects and resumes by itself; after a long silence we ask again.
 */
import { useSyncExternalStore } from "react";
import type { LiveEvent } from "./types";

export type LiveState = "connecting" | "live" | "reconnecting";
type Listener = (event: LiveEvent | "reset") => void;

const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
let state: LiveState = "connecting";
let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;

export function onLive(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function openLive(): () => void {
  if (typeof EventSource === "undefined") return () => {};
  connect();
  return () => {
    clearTimeout(retry);
    source?.close();
    source = null;
    move("connecting");
  };
}

function connect(): void {
  source?.close();
  source = new EventSource("/api/v1/live");
  source.onopen = () => {
    // Whatever happened while we were away is unknown: everything shown is asked for again.
    if (state === "reconnecting") tell("reset");
    move("live");
  };
  source.addEventListener("hello", () => move("live"));
  source.addEventListener("reset", () => tell("reset"));
  source.onmessage = (message) => tell(JSON.parse(message.data) as LiveEvent);
  source.onerror = () => {
    move("reconnecting");
    if (source?.readyState !== EventSource.CLOSED) return;
    clearTimeout(retry);
    retry = setTimeout(connect, 4000);
  };
}

function tell(event: LiveEvent | "reset"): void {
  for (const listener of listeners) listener(event);
}

function move(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher();
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}
