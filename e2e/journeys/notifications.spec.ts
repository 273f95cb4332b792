/** The bell: told live and why, opened by keys, read; and what one wants to be told. */
import AxeBuilder from "@axe-core/playwright";
import { Api, expect, locales, type Page, signIn, test, userMenu, word } from "../help/journey.ts";

interface Me {
  me: { id: string };
}

for (const locale of locales) {
  const t = (key: string, values?: Record<string, string | number>) => word(locale, key, values);

  test(`an agent is told live that a case is theirs, and opens it by keys in ${locale}`, async ({ page, playwright, baseURL }) => {
    const agent = await Api.as(await playwright.request.newContext({ baseURL }), "agent");
    const { me } = await agent.get<Me>("/sessions/current");
    await signIn(page, locale, "agent");
    await expect(page.locator(".live").getByText(t("common:live.live"), { exact: true })).toBeVisible();

    const manager = await Api.as(await playwright.request.newContext({ baseURL }), "manager");
    const subject = `网银转账失败 ${Date.now()}`;
    const opened = await manager.post<{ id: string; number: string }>("/cases", { kind: "technical", channel: "phone", subject });
    await manager.post(`/cases/${opened.id}/assignments`, { staff_id: me.id });
    await expect(bell(page)).not.toHaveAccessibleName(t("notifications:unread_none"));

    await page.keyboard.press("b");
    const drawer = page.getByRole("dialog", { name: t("notifications:title"), exact: true });
    const item = drawer.getByRole("button", { name: new RegExp(opened.number) });
    await expect(item).toContainText(t("notifications:kind.assigned"));
    await expect(item).toContainText(t("notifications:reason.assignee"));
    await expect(item.getByRole("img", { name: t("notifications:unread"), exact: true })).toBeVisible();
    await expectNothingInTheWay(page);

    await item.focus();
    await page.keyboard.press("u");
    await expect(item.getByRole("img", { name: t("notifications:unread"), exact: true })).toHaveCount(0);
    await page.keyboard.press("u");
    await expect(item.getByRole("img", { name: t("notifications:unread"), exact: true })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/cases/${opened.id}`));
    await expect(drawer).toBeHidden();

    // Opening a case reads what was told of it; another one is still unread.
    const other = await manager.post<{ id: string }>("/cases", { kind: "technical", channel: "phone", subject: `${subject} 二` });
    await manager.post(`/cases/${other.id}/assignments`, { staff_id: me.id });
    await expect(bell(page)).not.toHaveAccessibleName(t("notifications:unread_none"));
    await bell(page).click();
    await drawer.getByRole("button", { name: t("notifications:read_all") }).click();
    await expect(bell(page)).toHaveAccessibleName(t("notifications:unread_none"));
  });

  test(`a colleague named with @ in a note hears of it in ${locale}`, async ({ page, playwright, baseURL }) => {
    const manager = await Api.as(await playwright.request.newContext({ baseURL }), "manager");
    const named = (await manager.get<{ me: { name: string } }>("/sessions/current")).me.name;
    const agent = await Api.as(await playwright.request.newContext({ baseURL }), "agent");
    const subject = `手机银行闪退 ${Date.now()}`;
    const opened = await agent.post<{ id: string; number: string }>("/cases", { kind: "technical", channel: "phone", subject });
    await signIn(page, locale, "agent");
    await page.goto(`/cases/${opened.id}`);
    await page.getByRole("tab", { name: t("cases:compose.note"), exact: true }).click();
    const box = page.getByRole("textbox", { name: t("cases:compose.note"), exact: true });
    const list = page.getByRole("listbox", { name: t("cases:mention.title"), exact: true });
    await box.pressSequentially(`请＠${named[0]}`);
    await expect(list.getByRole("option", { name: new RegExp(`^${named}`) })).toBeVisible();
    await expectNothingInTheWay(page);
    await page.keyboard.press("Escape");
    await expect(list).toBeHidden();
    await expect(box).toBeFocused();
    await box.pressSequentially(named.slice(1));
    await expect(page.getByText(t("cases:mention.told", { names: named }), { exact: true }), "written in full").toBeVisible();

    await box.fill("");
    await box.pressSequentially(`请@${named}`);
    await list.getByRole("option", { name: new RegExp(`^${named}`) }).waitFor();
    await page.keyboard.press("Enter");
    await expect(box).toHaveValue(`请@${named} `);
    await page.keyboard.type("看一下");
    // A draft keeps the name: after a reload it is known again whom it means.
    await page.waitForResponse((answer) => answer.url().endsWith("/drafts/note") && answer.request().method() === "PUT");
    await page.reload();
    await page.getByRole("tab", { name: t("cases:compose.note"), exact: true }).click();
    await expect(page.getByText(t("cases:mention.told", { names: named }), { exact: true })).toBeVisible();
    await page.getByRole("button", { name: t("cases:send.note"), exact: true }).click();
    await expect(page.getByRole("article").locator(".mention", { hasText: `@${named}` })).toBeVisible();

    await expect
      .poll(async () => {
        const told = await manager.get<{ items: { kind: string; case?: { number: string } | null }[] }>("/notifications");
        return JSON.stringify(told.items.filter((one) => one.kind === "mentioned"));
      })
      .toContain(opened.number);
  });

  test(`somebody chooses quiet hours and a digest, and they are kept in ${locale}`, async ({ page }) => {
    await signIn(page, locale, locale === "zh-CN" ? "complaints" : "support");
    await userMenu(page, locale).click();
    await page.getByRole("menuitem", { name: t("common:notification_preferences") }).click();
    await expect(page.getByRole("heading", { name: t("notifications:preferences"), exact: true })).toBeVisible();
    const save = page.getByRole("button", { name: t("common:save"), exact: true });
    await expect(save).toBeDisabled();

    const follower = page.getByRole("row").filter({ hasText: t("notifications:reason.follower") });
    await follower.getByRole("switch").click();
    const weekday = page.getByRole("checkbox", { name: t("notifications:weekday.sat"), exact: true });
    await weekday.uncheck();
    await page.getByRole("switch", { name: t("notifications:breaks_through") }).click();
    await save.click();
    await expect(page.getByText(t("common:saved"), { exact: true })).toBeVisible();
    await expectNothingInTheWay(page);

    await page.reload();
    await expect(follower.getByRole("switch")).not.toBeChecked();
    await expect(weekday).not.toBeChecked();
    await expect(page.getByRole("switch", { name: t("notifications:breaks_through") })).toBeChecked();
  });
}

const bell = (page: Page) => page.locator("header.head button[aria-haspopup=dialog]");

async function expectNothingInTheWay(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa"])
    .exclude(".ant-table-measure-row")
    .analyze();
  const grave = violations.filter((v) => v.impact === "critical" || v.impact === "serious");
  expect(grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3)}`)).toEqual([]);
}
