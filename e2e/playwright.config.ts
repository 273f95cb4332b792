/** Browser journeys: each runs on SQLite and on PostgreSQL, every database with a server of its own. */
import { defineConfig } from "@playwright/test";
import { browser } from "./help/browser.ts";

export default defineConfig({
  testDir: "journeys",
  globalSetup: "./help/start.ts",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 2,
  forbidOnly: true,
  // On a build machine a journey that stumbles is walked again; the closing line says which. By hand it counts at once.
  retries: process.env.CI ? 2 : 0,
  // A build machine with busy neighbours is slow, not wrong.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["./help/closing.ts"]],
  use: browser,
  // How a page looks and in which language does not depend on the database: each once more, in one language, is enough.
  projects: [{ name: "sqlite" }, { name: "postgres", testIgnore: "pages.spec.ts", grepInvert: /zh-CN/ }],
});
