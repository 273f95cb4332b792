/** The browser everything is driven with: the system's Chromium, on a common laptop's screen. */
import { existsSync } from "node:fs";
import type { PlaywrightTestConfig } from "@playwright/test";

const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env.LINGKE_CHROMIUM ?? known.find((path) => existsSync(path));

export const browser: PlaywrightTestConfig["use"] = {
  viewport: { width: 1366, height: 768 },
  locale: "zh-CN",
  timezoneId: "Asia/Shanghai",
  trace: "retain-on-failure",
  screenshot: "only-on-failure",
  launchOptions: {
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  },
};
