// node bench.mjs ADDRESS: the console as `make bench` looks at it. Prints one line of JSON: how many kilobytes of
// JavaScript the first load takes, and how long it takes from a click on the menu to the rows of the case list.
import { chromium } from "@playwright/test";

const [address] = process.argv.slice(2);
const clicks = 10;

const browser = await chromium.launch({
  executablePath: process.env.LINGKE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const page = await browser.newPage({ locale: "zh-CN", viewport: { width: 1366, height: 768 } });
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  const scripts = new Set();
  let bytes = 0;
  network.on("Network.responseReceived", ({ requestId, response }) => {
    if (response.mimeType.includes("javascript")) scripts.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });

  await page.goto(address, { waitUntil: "networkidle" });
  await page.locator("input:not([type=radio]):not([type=password])").first().fill("manager");
  await page.locator("input[type=password]").fill("lingke-demo");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.includes("sign-in"));
  // The live stream stays open, so the network is never idle now: what the first page needs has come by then.
  await page.locator("a[href='/cases']").first().waitFor();
  await page.waitForTimeout(2_000);
  const script_kb = bytes / 1000;

  const times = [];
  for (let n = 0; n < clicks; n += 1) {
    await page.goto(`${address}/customers`);
    await page.locator("a[href='/cases']").first().waitFor();
    await page.waitForTimeout(500);
    times.push(
      await page.evaluate(async () => {
        const link = document.querySelector("a[href='/cases']");
        const began = performance.now();
        link.click();
        return new Promise((resolve) => {
          const look = () => {
            const rows = document.querySelectorAll("tr.ant-table-row a[href^='/cases/']");
            if (rows.length > 0) resolve(performance.now() - began);
            else requestAnimationFrame(look);
          };
          look();
        });
      }),
    );
  }
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ script_kb, rows_ms: times[Math.floor(clicks / 2)], all: times }));
} finally {
  await browser.close();
}
