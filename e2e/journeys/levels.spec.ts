/** The administrator drafts service levels, is refused what contradicts itself, tries, replays and publishes. */
import { Api, choose, expect, goTo, type Locale, locales, type Page, signIn, test, word } from "../help/journey.ts";

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

for (const locale of locales) {
  const t = (key: string, values?: Record<string, string | number>) => word(locale, key, values);

  test(`a breach that is forecast is moved to another and so avoided, in ${locale}`, async ({ page, playwright, baseURL }) => {
    test.slow();
    const as = async (login: string) => Api.as(await playwright.request.newContext({ baseURL }), login);
    await aroundTheClock(await as("admin"));
    const [lead, agent] = [await as("manager"), await as("agent")];
    const { me } = await agent.get<{ me: { id: string; name: string } }>("/sessions/current");
    const subject = `网银登录不上 ${Date.now()}`;
    const opened = await lead.post<{ id: string }>("/cases", { kind: "transaction", channel: "phone", priority: "urgent", subject });

    await signIn(page, locale, "manager");
    await goTo(page, locale, "performance");
    const risk = page.getByRole("row").filter({ hasText: subject });
    await expect(risk.first()).toContainText(t("performance:nobody"));
    await risk.first().getByRole("link", { name: t("performance:forecast.reassign") }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(subject);
    await page.locator(".page-head").getByRole("button", { name: t("cases:verb.assign"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await choose(page, dialog.getByLabel(t("cases:choose_assignee")), me.name);
    await dialog.getByRole("button", { name: t("cases:verb.assign"), exact: true }).click();
    await expect(dialog).toBeHidden();

    await agent.post(`/cases/${opened.id}/replies`, { text: "已为您重置登录，请再试一次。" });
    await agent.post(`/cases/${opened.id}/resolutions`, { text: "已重置登录。" });
    await goTo(page, locale, "performance");
    await expect(page.getByRole("heading", { name: t("performance:forecast.title") }).first()).toBeVisible();
    await expect(risk).toHaveCount(0);
    const { clocks } = await agent.get<{ clocks: { state: string }[] }>(`/cases/${opened.id}`);
    expect(clocks.map((clock) => clock.state)).toEqual(["met", "met"]);
  });
}

interface Levels {
  id: string;
  version: number;
  levels: { name: string; kinds: string[]; priorities: string[]; clocks: { calendar: string }[]; examples: unknown[] }[];
}

/** Has urgent transactions due at any hour, so that something is due soon whenever the journeys run. */
async function aroundTheClock(admin: Api): Promise<void> {
  const name = "E2E 全天";
  const draft = await admin.post<Levels>("/service-level-versions", { title: name });
  if (draft.levels.some((level) => level.name === name)) return;
  const urgent = structuredClone(draft.levels.find((level) => level.priorities.includes("urgent") && !level.kinds.length));
  if (!urgent) throw new Error("no level for urgent work");
  Object.assign(urgent, { name, kinds: ["transaction"], examples: [] });
  for (const clock of urgent.clocks) clock.calendar = "always";
  const levels = [urgent, ...draft.levels];
  const path = `/service-level-versions/${draft.id}`;
  const edited = await admin.change<Levels>("PATCH", path, draft.version, { levels });
  await admin.change("POST", `${path}/publications`, edited.version, { opinion: name });
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
