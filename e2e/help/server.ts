/** A server of our own, with a demo institution in a database of its own. */
import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../..");
const lingke = resolve(root, process.env.LINGKE_BIN ?? "target/debug/lingke");

export type Database = "sqlite" | "postgres";
export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** Fills a new database and starts; answers when the server is ready. */
export async function startServer(database: Database): Promise<Server> {
  mkdirSync(join(root, "target"), { recursive: true });
  const folder = mkdtempSync(join(root, "target", `e2e-${database}-`));
  const made = database === "postgres" ? await makeDatabase() : null;
  const env = cleanEnvironment(folder, made?.url);
  await run(lingke, ["demo", "--size", "small"], { env });

  const child = spawn(lingke, ["serve", "--listen", "127.0.0.1:0"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((ready, failed) => {
    lines.on("line", (line) => {
      const address = /https?:\/\/[^\s/]+/.exec(line);
      if (address) ready(address[0]);
    });
    child.once("exit", (code) => failed(new Error(`the server on ${database} ended with ${code}`)));
  });

  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await made?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the tests' own variables say must not become the server's configuration. */
function cleanEnvironment(folder: string, databaseUrl?: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("LINGKE_"));
  const env: NodeJS.ProcessEnv = Object.fromEntries(others);
  env.LINGKE_DATA_DIR = folder;
  env.LINGKE_LOG = "warn";
  // Webhooks may reach the servers that journeys start.
  env.LINGKE_OUTBOUND_ALLOW = '["127.0.0.1"]';
  env.LINGKE_BACKUP_DIR = join(folder, "backups");
  if (databaseUrl) env.LINGKE_DATABASE_URL = databaseUrl;
  return env;
}

async function makeDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.LINGKE_TEST_POSTGRES;
  if (!server) throw new Error("LINGKE_TEST_POSTGRES names no server: run `make test-browser`");
  const name = `lingke_e2e_${process.pid}_${Date.now()}`;
  const ask = (statement: string) => run("psql", ["-qw", `${server}/postgres`, "-c", statement]);
  await ask(`CREATE DATABASE ${name}`);
  return {
    url: `${server}/${name}`,
    async drop() {
      await ask(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
