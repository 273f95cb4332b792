/** Writes docs/images: `make screenshots`. */
import { defineConfig } from "@playwright/test";
import { browser } from "./help/browser.ts";

process.env.LINGKE_E2E_DATABASES = "sqlite";

export default defineConfig({
  testDir: "shots",
  globalSetup: "./help/start.ts",
  outputDir: "test-results",
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: browser,
  projects: [{ name: "sqlite" }],
});
