/** Says that this case is on the screen, and hears who else has it. */
import { useEffect, useRef, useState } from "react";
import { api, got } from "@/api/client";
import type { Looker } from "@/api/types";

type Doing = "looking" | "replying" | "gone";
const everyMs = 15_000;

export function useLooking(id: string, doing: "looking" | "replying"): Looker[] {
  const [others, setOthers] = useState<Looker[]>([]);
  const latest = useRef(doing);
  latest.current = doing;
  useEffect(() => {
    let there = true;
    const say = async (what: Doing, keepalive = false) => {
      try {
        const params = { path: { id } };
        const body = { doing: what };
        const heard = await got(api.POST("/api/v1/cases/{id}/signs-of-life", { params, body, keepalive }));
        if (there) setOthers(heard.others);
      } catch {
        // Nobody works by this alone: the next sign says it again.
      }
    };
    const visible = () => document.visibilityState !== "hidden";
    const sign = () => visible() && say(latest.current);
    sign();
    const timer = setInterval(sign, everyMs);
    document.addEventListener("visibilitychange", sign);
    return () => {
      there = false;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", sign);
      say("gone", true);
    };
  }, [id]);
  // Who begins to write says so at once.
  useEffect(() => {
    if (doing !== "replying") return;
    const body = { doing };
    api
      .POST("/api/v1/cases/{id}/signs-of-life", { params: { path: { id } }, body })
      .then(({ data }) => data && setOthers(data.others))
      .catch(() => {});
  }, [id, doing]);
  return others;
}
