/** The route that all others stand below. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext } from "@tanstack/react-router";
import { Gate } from "./Gate";
import { Lost } from "./Lost";

export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Gate,
  notFoundComponent: Lost,
});
