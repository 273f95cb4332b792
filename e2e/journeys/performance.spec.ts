/** A manager reads the dashboard, asks how a figure is counted, opens its rows, and takes it along. */
import { expect, goTo, locales, signIn, test, word } from "../help/journey.ts";

for (const locale of locales) {
  const t = (key: string) => word(locale, key);

  test(`the manager steers by the dashboard (${locale})`, async ({ page }) => {
    await signIn(page, locale, "manager");
    await goTo(page, locale, "performance");
    await expect(page.getByRole("heading", { name: t("performance:title") })).toBeVisible();
    await page.getByText(t("performance:range.year"), { exact: true }).click();
    await expect(page).toHaveURL(/range=year/);

    const resolved = page.locator(".figure").filter({ hasText: t("performance:figure.resolved") }).first();
    await resolved.getByRole("button").click();
    await expect(page.getByText(t("performance:formula.resolved"))).toBeVisible();
    await page.keyboard.press("Escape");
    const value = Number((await resolved.locator("b").innerText()).replace(/\D/g, ""));
    expect(value).toBeGreaterThan(0);

    await page.getByRole("radio", { name: t("performance:by.kind") }).locator("..").click();
    await expect(page).toHaveURL(/by=kind/);
    await expect(page.getByRole("cell", { name: t("common:case_kind.consultation"), exact: true })).toBeVisible();

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: t("performance:export") }).click();
    await page.getByRole("menuitem", { name: t("performance:export_workbook") }).click();
    expect((await download).suggestedFilename()).toMatch(/^lingke-.*\.xlsx$/);

    await resolved.getByRole("link").click();
    await expect(page.getByRole("alert").filter({ hasText: t("cases:figure.resolved") })).toBeVisible();
    await expect(page.locator("tbody tr.ant-table-row").first()).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(/range=year/);
  });
}

test("whoever may not see figures is told so", async ({ page }) => {
  await signIn(page, "zh-CN", "agent");
  await page.goto("/performance");
  await expect(page.getByText(word("zh-CN", "common:not_allowed_title"))).toBeVisible();
});
