/** A department is asked, answers on a page of its own, and the case goes on. */
import { Api, expect, goTo, type Locale, locales, type Page, signIn, test, word } from "../help/journey.ts";

for (const locale of locales) {
  const t = (key: string, values?: Record<string, string | number>) => word(locale, key, values);

  test(`a department answers its task in ${locale}`, async ({ page, request, browser, baseURL }) => {
    test.slow();
    const subject = `核对三笔境外交易 ${locale} ${Date.now()}`;
    const api = await Api.as(request, "agent");
    const opened = await api.post<{ id: string; subject: string }>("/cases", {
      kind: "complaint",
      channel: "phone",
      subject,
      description: "客户称三笔交易不是本人所为。",
    });
    await api.post(`/cases/${opened.id}/takes`, {});

    await signIn(page, locale, "agent");
    await page.goto(`/cases/${opened.id}`);
    await page.getByRole("button", { name: t("tasks:verb.ask"), exact: true }).click();
    const drawer = page.getByRole("dialog");
    await choose(page, drawer.getByLabel(t("tasks:unit"), { exact: true }), await departmentOf(browser, baseURL, locale));
    await drawer.getByLabel(t("tasks:subject"), { exact: true }).fill("查商户名称");
    await drawer.getByLabel(t("tasks:request"), { exact: true }).fill("请核对 9 月 12 日三笔交易的商户。");
    await drawer.getByRole("button", { name: t("tasks:verb.ask"), exact: true }).click();
    await expect(page.locator(".waits-for")).toBeVisible();

    const theirs = await (await browser.newContext({ baseURL, viewport: { width: 390, height: 844 } })).newPage();
    await signIn(theirs, locale, "department");
    await theirs.goto("/tasks");
    await theirs.getByRole("link", { name: "查商户名称", exact: true }).last().click();
    await expect(theirs.getByText("请核对 9 月 12 日三笔交易的商户。")).toBeVisible();
    await expect(theirs.getByText(t("tasks:case_part_about"))).toBeVisible();
    const width = await theirs.evaluate(() => document.documentElement.scrollWidth);
    expect(width, "nothing sticks out on a telephone").toBeLessThanOrEqual(390);
    await theirs.getByRole("textbox", { name: t("tasks:answer"), exact: true }).fill("三笔均为同一商户。");
    await theirs.getByRole("button", { name: t("tasks:verb.answer"), exact: true }).click();
    await expect(theirs.locator(".page-head").getByText(t("tasks:status.answered"), { exact: true })).toBeVisible();
    await theirs.context().close();

    const line = page.locator(".task-line").filter({ hasText: "查商户名称" });
    await expect(line.getByText("三笔均为同一商户。")).toBeVisible();
    await line.getByRole("button", { name: t("tasks:verb.finish"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: t("tasks:verb.finish"), exact: true }).click();
    await expect(line.getByText(t("tasks:status.done"), { exact: true })).toBeVisible();
    await expect(page.locator(".waits-for")).toHaveCount(0);
  });
}

test("an administrator adds a field and a checklist, and a new case has both", async ({ page, request }) => {
  const locale: Locale = "zh-CN";
  const t = (key: string, values?: Record<string, string | number>) => word(locale, key, values);
  const mark = String(Date.now());
  await signIn(page, locale, "admin");
  await goTo(page, locale, "fields");
  await page.getByRole("button", { name: t("fields:new") }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByLabel(t("fields:name"), { exact: true }).fill(`网点 ${mark}`);
  await drawer.getByLabel(t("fields:key"), { exact: true }).fill(`branch_${mark}`);
  await drawer.getByRole("button", { name: t("common:save"), exact: true }).click();
  await expect(page.getByRole("cell", { name: `网点 ${mark}`, exact: true })).toBeVisible();

  await goTo(page, locale, "checklists");
  await page.getByRole("button", { name: t("checklists:new") }).click();
  await drawer.getByLabel(t("checklists:name"), { exact: true }).fill(`建议登记 ${mark}`);
  await drawer.getByRole("textbox", { name: t("checklists:item_text"), exact: true }).fill(`致谢客户 ${mark}`);
  await choose(page, drawer.getByLabel(t("checklists:kinds")), t("common:case_kind.suggestion"));
  await drawer.getByRole("button", { name: t("common:save"), exact: true }).click();
  await expect(page.getByRole("cell", { name: `建议登记 ${mark}`, exact: true })).toBeVisible();

  const api = await Api.as(request, "agent");
  const fields = { [`branch_${mark}`]: "河东支行" };
  const body = { kind: "suggestion", channel: "phone", subject: `建议增加窗口 ${mark}`, fields };
  const opened = await api.post<{ checklist: { total: number } | null }>("/cases", body);
  expect(opened.checklist?.total ?? 0).toBeGreaterThan(0);
  const found = await api.get<{ items: { fields: Record<string, string> }[] }>(
    `/cases?fields=${encodeURIComponent(JSON.stringify(fields))}`,
  );
  expect(found.items[0]?.fields[`branch_${mark}`]).toBe("河东支行");
});

/** The department's unit as the picker names it. */
async function departmentOf(
  browser: import("@playwright/test").Browser,
  baseURL: string | undefined,
  locale: Locale,
): Promise<string> {
  const context = await browser.newContext({ baseURL });
  const api = await Api.as(context.request, "department");
  const { me } = await api.get<{ me: { unit: { name: string; name_en: string } } }>("/sessions/current");
  const { unit } = me;
  await context.close();
  return locale === "en-US" ? unit.name_en : unit.name;
}

/** Types into a picker and takes the choice of this name. */
async function choose(page: Page, picker: ReturnType<Page["getByLabel"]>, name: string): Promise<void> {
  await picker.click();
  await picker.fill(name);
  await page.locator(".ant-select-dropdown:visible, .ant-tree-select-dropdown:visible").getByText(name, { exact: true }).first().click();
  await page.keyboard.press("Escape");
}
