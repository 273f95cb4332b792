/** The administrator drafts service levels, is refused what contradicts itself, tries, replays and publishes. */
import { expect, goTo, type Locale, locales, type Page, signIn, test, word } from "../help/journey.ts";

for (const locale of locales) {
  const t = (key: string, values?: Record<string, string | number>) => word(locale, `levels:${key}`, values);

  test(`a draft is edited by keyboard, checked, tried, replayed and published, in ${locale}`, async ({ page }) => {
    test.slow();
    await signIn(page, locale, "admin");
    await drafted(page, locale);

    // A level of its own, moved down one place by keyboard.
    await page.getByRole("button", { name: t("add_level") }).click();
    const name = `E2E ${Date.now() % 1e6}`;
    await page.getByLabel(t("level_name")).fill(name);
    await page.getByLabel(t("classes"), { exact: true }).click();
    // The second draft starts from what the first one published: each has a class of its own.
    const privately = word(locale, `common:customer_class.${locale === "zh-CN" ? "private" : "valued"}`);
    await page.locator(".ant-select-dropdown:visible").getByText(privately, { exact: true }).click();
    await page.keyboard.press("Escape");
    const order = page.getByRole("list", { name: t("order") });
    await order.getByRole("button", { name, exact: false }).first().focus();
    await page.keyboard.press("Alt+ArrowDown");
    await expect(order.getByRole("listitem").nth(1)).toContainText(name);

    // An answer that may take longer than the resolution is refused with the line.
    const hours = page.getByLabel(`${word(locale, "common:clock_kind.first_response")} · ${t("hours")}`);
    await hours.fill("90");
    await hours.blur();
    await saved(page, locale);
    await tab(page, t("tab.check"));
    await expect(page.getByText(t("contradiction.answer_after_resolution"), { exact: false })).toBeVisible();
    await expect(page.getByRole("button", { name: t("publish"), exact: true })).toBeDisabled();
    await tab(page, t("tab.levels"));
    await order.getByRole("button", { name, exact: false }).first().click();
    await hours.fill("1");
    await hours.blur();
    await saved(page, locale);

    await tab(page, t("tab.trial"));
    await page.getByRole("button", { name: t("try"), exact: true }).click();
    await expect(page.locator("details").first()).toContainText("2026-09-20 09:20");

    await tab(page, t("tab.replay"));
    await page.getByRole("button", { name: t("replay_start") }).click();
    await expect(page.getByText(t("replay_state.done"), { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("img", { name: t("by_month") })).toBeVisible();

    await tab(page, t("tab.diff"));
    await expect(page.getByText(t("change.added"), { exact: true })).toBeVisible();
    await page.getByRole("button", { name: t("publish"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill(locale === "zh-CN" ? "试行通过" : "Tried and found good");
    await dialog.getByRole("button", { name: t("publish"), exact: true }).click();
    await expect(page.locator(".page-head").getByText(t("state.current"), { exact: true })).toBeVisible();
  });
}

async function drafted(page: Page, locale: Locale) {
  const t = (key: string) => word(locale, `levels:${key}`);
  await goTo(page, locale, "service_levels");
  await page.getByRole("button", { name: t("new_draft"), exact: true }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByLabel(t("name"), { exact: false }).fill(`E2E ${locale}`);
  await drawer.getByRole("button", { name: t("draft_submit"), exact: true }).click();
  await expect(page.locator(".page-head").getByText(t("state.draft"), { exact: true })).toBeVisible();
}

async function saved(page: Page, locale: Locale) {
  await page.getByRole("button", { name: word(locale, "common:save"), exact: true }).click();
  await expect(page.getByText(word(locale, "levels:saved"), { exact: true }).last()).toBeVisible();
}

async function tab(page: Page, name: string) {
  await page.getByRole("tab", { name, exact: true }).click();
}
