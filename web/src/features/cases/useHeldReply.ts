/** A reply is held by the server for ten seconds, so that it can be taken back, also after the window was closed. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, got, onlyOnce } from "@/api/client";
import type { HeldReply } from "@/api/types";

/** How many seconds are left of `leftMs`, counted from `since`. Pure. */
export function secondsLeft(leftMs: number, since: number, now: number): number {
  return Math.max(0, Math.ceil((leftMs - (now - since)) / 1000));
}

export function useHeldReply(id: string, enabled: boolean) {
  const client = useQueryClient();
  const key = ["cases", "held", id];
  const query = useQuery({
    queryKey: key,
    queryFn: async () => (await got(api.GET("/api/v1/cases/{id}/held-replies", { params: { path: { id } } }))).items,
    enabled,
    // Once its seconds are over it goes out at any moment; what was refused is looked at by its writer.
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "held") ? 2000 : false),
  });
  const held = query.data?.find((one) => one.state === "held");
  const refused = query.data?.find((one) => one.state === "refused");
  const [now, setNow] = useState(Date.now());
  const since = query.dataUpdatedAt;
  const heldId = held?.id;
  useEffect(() => {
    if (!heldId) return;
    setNow(Date.now());
    const tick = setInterval(() => setNow(Date.now()), 250);
    return () => {
      clearInterval(tick);
      // It went out, or was stopped: the case has moved on.
      client.invalidateQueries({ queryKey: ["cases", "one", id] });
      client.invalidateQueries({ queryKey: ["cases", "events", id] });
      client.invalidateQueries({ queryKey: ["cases", "drafts", id] });
    };
  }, [heldId, client, id]);
  const again = () => client.invalidateQueries({ queryKey: key });

  async function hold(reply: { text: string; then_wait: boolean; seen_until: string; anyway: boolean }) {
    const fresh = await got(
      api.POST("/api/v1/cases/{id}/held-replies", { params: { path: { id } }, body: reply, ...onlyOnce() }),
    );
    client.setQueryData<HeldReply[]>(key, [fresh]);
  }
  async function takeBack(one: HeldReply) {
    const back = await got(api.DELETE("/api/v1/held-replies/{id}", { params: { path: { id: one.id } } }));
    client.setQueryData<HeldReply[]>(key, []);
    return back.text;
  }
  async function sendNow(one: HeldReply) {
    try {
      await got(api.POST("/api/v1/held-replies/{id}/releases", { params: { path: { id: one.id } }, body: {} }));
    } finally {
      again();
    }
  }
  return { held, refused, left: held ? secondsLeft(held.left_ms, since, now) : 0, hold, takeBack, sendNow };
}
