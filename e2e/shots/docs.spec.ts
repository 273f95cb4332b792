/** The pictures of docs/images, in Chinese and with the demo institution. */
import { resolve } from "node:path";
import { expect, goTo, type Page, signIn, test, word } from "../help/journey.ts";

const t = (key: string) => word("zh-CN", key);

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await expect(page.locator(".ant-skeleton, .ant-spin-spinning")).toHaveCount(0);
  await page.screenshot({ path: resolve(import.meta.dirname, `../../docs/images/${name}.png`), animations: "disabled" });
}

test("home, list, case and receipt", async ({ page }) => {
  await signIn(page, "zh-CN", "manager");
  await expect(page.locator(".chart svg").first()).toBeVisible();
  await shoot(page, "console");

  await goTo(page, "zh-CN", "cases");
  await page.getByRole("tab", { name: t("cases:tab.open"), exact: true }).click();
  await expect(page.locator("table").getByRole("link").first()).toBeVisible();
  await shoot(page, "cases");

  await page.getByRole("tab", { name: t("cases:tab.breached"), exact: true }).click();
  await page.locator("table").getByRole("link").first().click();
  await expect(page.getByText(t("cases:timeline"), { exact: true })).toBeVisible();
  await shoot(page, "case");

  await page.getByRole("button", { name: t("cases:receipt_short") }).first().click();
  await expect(page.getByText(t("cases:receipt.adds_up"))).toBeVisible();
  await shoot(page, "receipt");
});

for (const [login, place, name] of [
  ["admin", "operations", "operations"],
  ["auditor", "audit", "journal"],
] as const) {
  test(`${place} as ${login}`, async ({ page }) => {
    await signIn(page, "zh-CN", login);
    await goTo(page, "zh-CN", place);
    await expect(page.locator("table").first()).toBeVisible();
    await shoot(page, name);
  });
}
