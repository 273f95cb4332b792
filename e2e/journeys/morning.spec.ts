/** A team's morning: many cases given out at once, worked through by keys, parts waited for, a merge undone. */
import { Api, choose, expect, goTo, type Locale, locales, type Page, signIn, test, word } from "../help/journey.ts";

interface Opened {
  id: string;
  number: string;
}
interface Person {
  me: { id: string; name: string };
}

for (const locale of locales) {
  const t = (key: string, values?: Record<string, string | number>) => word(locale, key, values);
  const verb = (page: Page, name: string) => page.locator(".page-head").getByRole("button", { name });

  test(`the lead gives out ten cases and an agent works through them by keys in ${locale}`, async ({ page, playwright, baseURL, browser }) => {
    test.slow();
    const stamp = `晨间${Date.now()}`;
    const lead = await Api.as(await playwright.request.newContext({ baseURL }), "manager");
    for (let n = 0; n < 10; n++) {
      await lead.post("/cases", { kind: "consultation", channel: "phone", subject: `${stamp} 第${n}件` });
    }
    const agent = await Api.as(await playwright.request.newContext({ baseURL }), "agent");
    const { me } = await agent.get<Person>("/sessions/current");

    await signIn(page, locale, "manager");
    await soughtInAll(page, locale, "open", stamp);
    await expect(page.getByTestId("total")).toContainText("10");
    await page.locator("thead").getByRole("checkbox").check();
    await page.getByRole("button", { name: t("workbench:does.assign"), exact: true }).click();
    const dialog = page.getByRole("dialog", { name: t("workbench:bulk.title_other", { count: 10 }) });
    await choose(page, dialog.getByLabel(t("workbench:action.to_staff")), me.name);
    await dialog.getByRole("button", { name: t("workbench:bulk.foresee"), exact: true }).click();
    await dialog.getByRole("button", { name: t("workbench:bulk.begin_other", { count: 10 }), exact: true }).click();
    await expect(dialog.getByRole("status")).toContainText(
      t("workbench:bulk.counts", { done: 10, refused: 0, total: 10 }),
    );

    const desk = await (await browser.newContext({ baseURL })).newPage();
    await signIn(desk, locale, "agent");
    await soughtInAll(desk, locale, "mine", stamp);
    await expect(desk.getByTestId("total")).toContainText("10");
    await desk.keyboard.press("Escape");
    await desk.locator("h1").click();
    await desk.keyboard.press("j");
    await desk.keyboard.press("Enter");
    for (let n = 0; n < 10; n++) {
      const heading = desk.getByRole("heading", { level: 1 });
      await expect(heading).toContainText(stamp);
      const subject = await heading.innerText();
      await desk.keyboard.press("e");
      const resolving = desk.getByRole("dialog", { name: t("cases:verb.resolve"), exact: true });
      await expect(resolving).toBeVisible();
      if (n === 0) {
        // Once chosen, each leads on to the next.
        await resolving.getByRole("checkbox").focus();
        await desk.keyboard.press("Space");
        await resolving.getByRole("textbox").focus();
      }
      await desk.keyboard.type(`已电话答复客户 ${n}`);
      await desk.keyboard.press("Control+Enter");
      if (n < 9) await expect(heading).not.toHaveText(subject);
    }
    await expect(desk.locator(".page-head").getByText(t("common:case_status.resolved"), { exact: true })).toBeVisible();
    await soughtInAll(desk, locale, "done", stamp);
    await expect(desk.getByTestId("total")).toContainText("10");
    await desk.context().close();
  });

  test(`a parent waits for its part, and a merge is undone, in ${locale}`, async ({ page, request }) => {
    test.slow();
    const stamp = Date.now();
    const api = await Api.as(request, "agent");
    const open = (subject: string) =>
      api.post<Opened>("/cases", { kind: "technical", channel: "phone", subject: `${subject} ${stamp}` });
    const [parent, part, twin] = [await open("手机银行整晚打不开"), await open("登录页报错"), await open("登录页报错又来电")];
    for (const { id } of [parent, part]) await api.post(`/cases/${id}/takes`, {});

    await signIn(page, locale, "agent");
    await page.goto(`/cases/${part.id}`);
    await more(page, locale, "place");
    const placing = page.getByRole("dialog", { name: t("cases:verb.place"), exact: true });
    await choose(page, placing.getByLabel(t("cases:find_case")), parent.number);
    await placing.getByRole("button", { name: t("cases:verb.place"), exact: true }).click();
    await expect(placing).toBeHidden();
    await page.getByRole("link", { name: new RegExp(parent.number) }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("整晚打不开");

    await resolved(page, locale, "已恢复");
    const refused = page.getByRole("dialog", { name: t("cases:verb.resolve"), exact: true });
    await expect(refused.getByRole("alert")).toBeVisible();
    await refused.getByRole("button", { name: t("common:cancel"), exact: true }).click();
    await page.getByRole("link", { name: new RegExp(part.number) }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("登录页报错");
    await resolved(page, locale, "已修复");
    await expect(status(page, t("common:case_status.resolved"))).toBeVisible();
    await page.getByRole("link", { name: new RegExp(parent.number) }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("整晚打不开");
    await resolved(page, locale, "全部恢复");
    await expect(status(page, t("common:case_status.resolved"))).toBeVisible();

    const other = await open("短信验证码收不到");
    await page.goto(`/cases/${twin.id}`);
    await more(page, locale, "merge");
    const merging = page.getByRole("dialog", { name: t("cases:verb.merge"), exact: true });
    await choose(page, merging.getByLabel(t("cases:find_case")), other.number);
    await merging.getByRole("button", { name: t("cases:verb.merge"), exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("短信验证码");
    await page.getByRole("link", { name: new RegExp(twin.number) }).first().click();
    await expect(page.getByText(t("cases:merged_banner", { number: other.number }))).toBeVisible();
    await more(page, locale, "unmerge");
    const undoing = page.getByRole("dialog", { name: t("cases:verb.unmerge"), exact: true });
    await undoing.getByRole("button", { name: t("cases:verb.unmerge"), exact: true }).click();
    await expect(page.getByText(t("cases:merged_banner", { number: other.number }))).toBeHidden();
    await expect(status(page, t("common:case_status.new"))).toBeVisible();
  });

  async function resolved(page: Page, of: Locale, outcome: string) {
    await verb(page, word(of, "cases:verb.resolve")).click();
    const dialog = page.getByRole("dialog", { name: word(of, "cases:verb.resolve"), exact: true });
    await dialog.getByRole("textbox").fill(outcome);
    await dialog.getByRole("button", { name: word(of, "cases:verb.resolve"), exact: true }).click();
  }
}

const status = (page: Page, name: string) => page.locator(".page-head").getByText(name, { exact: true });

/** One of the verbs behind the three dots. */
async function more(page: Page, locale: Locale, name: string): Promise<void> {
  await page.locator(".page-head").getByRole("button", { name: word(locale, "cases:more_verbs") }).click();
  await page.getByRole("menuitem", { name: word(locale, `cases:verb.${name}`), exact: true }).click();
}

/** The list of this tab with these words in it. */
async function soughtInAll(page: Page, locale: Locale, tab: string, words: string): Promise<void> {
  await goTo(page, locale, "cases");
  await page.getByRole("tab", { name: word(locale, `cases:tab.${tab}`), exact: true }).click();
  const box = page.getByRole("textbox", { name: word(locale, "cases:filter.q"), exact: true });
  if (!(await box.isVisible())) await page.getByRole("button", { name: word(locale, "cases:filters") }).click();
  await box.fill(words);
}
