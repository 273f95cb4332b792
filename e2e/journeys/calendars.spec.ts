/** The administrator copies a calendar, is shown what is wrong where it stands, tries the draft, saves and changes it. */
import { Api, expect, goTo, type Locale, locales, type Page, signIn, test, word } from "../help/journey.ts";

for (const locale of locales) {
  const t = (key: string, values?: Record<string, string | number>) => word(locale, `calendars:${key}`, values);
  const monday = locale === "zh-CN" ? "星期一" : "Monday";

  test(`a calendar is copied, tried before it is saved, and changed, in ${locale}`, async ({ page }) => {
    test.slow();
    const code = `e2e-${locale.slice(0, 2)}-${Date.now() % 1e6}`;
    await signIn(page, locale, "admin");
    await goTo(page, locale, "calendars");
    await page.getByRole("link", { name: await titleOf(page, "cn", locale), exact: false }).first().click();
    await page.getByRole("link", { name: t("copy"), exact: true }).click();
    await expect(page.getByText(t("editor.rule"))).toBeVisible();
    await page.getByLabel(t("editor.title_zh")).fill("西安分行");
    await page.getByLabel(t("editor.title_en")).fill("Xi'an branch");

    // Hours that overlap are named where they stand, before anything is saved.
    const closes = page.getByLabel(`${monday} 1 ${t("editor.closes")}`);
    await closes.fill("14:00");
    await expect(page.getByText(word(locale, "problems:field.overlaps"), { exact: true })).toBeVisible();
    await closes.fill("12:00");
    await expect(page.getByText(word(locale, "problems:field.overlaps"), { exact: true })).toHaveCount(0);

    // Lines with a fault are told by line; then they are taken over.
    await page.getByRole("button", { name: t("editor.paste"), exact: true }).click();
    const lines = page.getByRole("dialog").getByRole("textbox");
    await lines.fill("2026-12-24 行庆\n2026-12-40 x");
    const fault = t("editor.paste_line", { line: 2, why: t("editor.paste_wrong.not_a_date") });
    await expect(page.getByText(fault, { exact: true })).toBeVisible();
    await lines.fill("2026-12-24 行庆");
    await page.getByRole("dialog").getByRole("button", { name: t("editor.paste_apply", { count: 1 }) }).click();

    // The draft answers: half an hour before the close, half an hour after the new holiday.
    await page.getByLabel(t("editor.starts"), { exact: true }).fill("2026-12-23T17:30");
    await page.getByLabel(t("hours"), { exact: true }).fill("1");
    await expect(page.getByText(t("editor.due", { at: "2026-12-25 09:30:00" }), { exact: true })).toBeVisible();
    await expect(page.locator(".interval-table")).toContainText("行庆");
    await expect(page.locator(".year .day-holiday", { hasText: "行庆" })).toBeVisible();

    // A code that is taken is said at its field.
    await page.getByLabel(t("editor.name"), { exact: true }).fill("cn");
    await save(page, locale);
    await expect(page.getByText(word(locale, "problems:field.taken"), { exact: true })).toBeVisible();
    await page.getByLabel(t("editor.name"), { exact: true }).fill(code);
    await save(page, locale);
    await expect(page.getByText(t("editor.saved", { version: `${code} 1` }), { exact: true })).toBeVisible();
    const saved = locale === "zh-CN" ? "西安分行" : "Xi'an branch";
    const card = page.locator(".figure", { hasText: t("shown") });
    await expect(card).toContainText(saved);
    await expect(card).toContainText(`${code} 1`);

    // By keyboard: into the editor, one more period, saved as the next version.
    await page.getByRole("link", { name: t("edit"), exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByLabel(t("editor.name"), { exact: true })).toBeDisabled();
    await page.getByRole("button", { name: t("editor.add_period_on", { day: monday }) }).focus();
    await page.keyboard.press("Enter");
    await save(page, locale);
    await expect(card).toContainText(`${code} 2`);
  });
}

test("an editor that was overtaken says so, and reloads", async ({ page, request }) => {
  const locale = "zh-CN";
  const t = (key: string) => word(locale, `calendars:${key}`);
  const code = `e2e-late-${Date.now() % 1e6}`;
  const admin = await Api.as(request, "admin");
  const { calendar } = await admin.get<{ calendar: Record<string, unknown> }>("/calendars/cn/facts");
  await admin.post("/calendars", { name: code, calendar: { ...calendar, title: "甲", title_en: "A" } });
  await signIn(page, locale, "admin");
  await page.goto(`/calendars/${code}/edit`);
  await page.getByLabel(t("editor.title_zh")).fill("乙");
  await admin.change("PUT", `/calendars/${code}/facts`, 1, { calendar: { ...calendar, title: "丙", title_en: "C" } });
  await save(page, locale);
  await expect(page.getByText(t("editor.stale_about"), { exact: true })).toBeVisible();
  await page.getByRole("button", { name: t("editor.reload") }).click();
  await expect(page.getByLabel(t("editor.title_zh"))).toHaveValue("丙");
});

test("who may not edit reads calendars and is told so at the editor", async ({ page }) => {
  const locale = "zh-CN";
  await signIn(page, locale, "agent");
  await goTo(page, locale, "calendars");
  await expect(page.locator(".year")).toBeVisible();
  await expect(page.getByRole("link", { name: word(locale, "calendars:new"), exact: true })).toHaveCount(0);
  await page.goto("/calendars/new");
  await expect(page.getByText(word(locale, "common:not_allowed_title"))).toBeVisible();
});

async function titleOf(page: Page, name: string, locale: Locale): Promise<string> {
  const all = (await (await page.request.get("/api/v1/calendars")).json()) as {
    items: { name: string; title: string; title_en: string }[];
  };
  const one = all.items.find((item) => item.name === name);
  return (locale === "zh-CN" ? one?.title : one?.title_en) ?? "";
}

async function save(page: Page, locale: Locale) {
  // Ant Design puts a space between two Chinese characters of a button.
  const name = new RegExp(word(locale, "common:save").split("").join("\\s*"));
  await page.locator(".page-head").getByRole("button", { name }).click();
}
