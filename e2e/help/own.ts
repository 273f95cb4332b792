/** Journeys that change how everybody signs in: on a server of their own, so that no other journey stumbles over it. */
import { test as base } from "./journey.ts";
import { type Database, type Server, startServer } from "./server.ts";

export const test = base.extend<object, { own: Server }>({
  own: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern here.
    async ({}, use, info) => {
      const server = await startServer(info.project.name as Database);
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ own }, use) => {
    await use(own.url);
  },
});
