/** The route that all others stand below. */
import { createRootRoute } from "@tanstack/react-router";
import { Gate } from "./Gate";
import { Lost } from "./Lost";

export const root = createRootRoute({ component: Gate, notFoundComponent: Lost });
