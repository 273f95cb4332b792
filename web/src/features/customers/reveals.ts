import { useEffect, useState } from "react";
import { api, got } from "@/api/client";
import type { components } from "@/api/schema";

export type Revealed = components["schemas"]["Revealed"];

/**
 * Personal values in the clear, for a stated reason and as long as the server says. Kept in the asking screen only,
 * never in a cache; a screen that is loaded again goes on showing them for the rest of the time.
 */
export function useReveal(id: string, may: boolean) {
  const path = { params: { path: { id } } };
  const [shown, setShown] = useState<Revealed>();
  useEffect(() => {
    setShown(undefined);
    if (!may) return;
    let wanted = true;
    got(api.GET("/api/v1/customers/{id}/reveals/current", { params: { path: { id } } }))
      .then((now) => wanted && setShown(now.revealed ?? undefined))
      .catch(() => undefined); // the mask stays, and whoever needs the values asks for them
    return () => {
      wanted = false;
    };
  }, [id, may]);
  const reveal = async (reason: string) => {
    setShown(await got(api.POST("/api/v1/customers/{id}/reveals", { ...path, body: { reason } })));
  };
  const hide = () => {
    setShown(undefined);
    api.DELETE("/api/v1/customers/{id}/reveals/current", path).catch(() => undefined); // it ends by itself
  };
  return { shown, reveal, hide, forget: () => setShown(undefined) };
}
