/** Before all journeys: a server per database; after them: away with both. */
import { type Database, type Server, startServer } from "./server.ts";

export default async function start(): Promise<() => Promise<void>> {
  const databases = (process.env.LINGKE_E2E_DATABASES ?? "sqlite,postgres").split(",") as Database[];
  const servers: Server[] = await Promise.all(
    databases.map(async (database) => {
      const server = await startServer(database);
      process.env[`LINGKE_E2E_URL_${database}`] = server.url;
      return server;
    }),
  );
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
}
