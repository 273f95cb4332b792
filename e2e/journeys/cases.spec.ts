/** A case from its arrival to its outcome, and the receipt of a deadline that was missed. */
import { Api, expect, goTo, type Locale, locales, type Page, signIn, test, word } from "../help/journey.ts";

const escalation = "请主管今天内给客户答复";
const customerAnswer = "材料已经发过去了，请查收。";

for (const locale of locales) {
  const t = (key: string, values?: Record<string, string | number>) => word(locale, key, values);

  test(`an agent finds, takes, answers and resolves a case in ${locale}`, async ({ page, request }) => {
    const subject = `信用卡年费重复扣收 ${Date.now()}`;
    const api = await Api.as(request, "agent");
    await api.post("/cases", { kind: "consultation", channel: "phone", subject, description: "本月扣了两次年费。" });

    await signIn(page, locale, "agent");
    await goTo(page, locale, "cases");
    await page.getByRole("tab", { name: t("cases:tab.unassigned"), exact: true }).click();
    await page.getByRole("button", { name: t("cases:filters") }).click();
    await page.getByRole("textbox", { name: t("cases:filter.q"), exact: true }).fill(subject);
    await page.getByRole("link", { name: subject, exact: true }).click();

    await verb(page, t("cases:verb.take")).click();
    await expect(status(page, t("common:case_status.assigned"))).toBeVisible();

    await page.getByRole("textbox", { name: t("cases:compose.reply"), exact: true }).fill("请提供扣款短信截图。");
    await page.getByRole("button", { name: t("cases:send_and_wait"), exact: true }).click();
    await page.getByRole("button", { name: t("cases:send_now"), exact: true }).click();
    await expect(page.getByRole("article").filter({ hasText: "请提供扣款短信截图。" })).toBeVisible();
    await expect(status(page, t("common:case_status.waiting_customer"))).toBeVisible();

    await page.getByRole("tab", { name: t("cases:compose.customer"), exact: true }).click();
    await page.getByRole("textbox", { name: t("cases:compose.customer"), exact: true }).fill(customerAnswer);
    await page.getByRole("button", { name: t("cases:send.customer"), exact: true }).click();
    await expect(page.getByRole("article").filter({ hasText: customerAnswer })).toBeVisible();
    await expect(status(page, t("common:case_status.assigned"))).toBeVisible();

    await verb(page, t("cases:verb.resolve")).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("已退回重复扣收的年费。");
    await dialog.getByRole("button", { name: t("cases:verb.resolve"), exact: true }).click();
    await expect(status(page, t("common:case_status.resolved"))).toBeVisible();
  });

  test(`a manager sees a breach, escalates it and its receipt adds up in ${locale}`, async ({ page }) => {
    await signIn(page, locale, "manager");
    await goTo(page, locale, "cases");
    await page.getByRole("tab", { name: t("cases:tab.breached"), exact: true }).click();
    await page.locator("table").getByRole("link").first().click();
    const late = page.locator(".entry-system.alarm").filter({ hasText: breached(locale) });
    await expect(late.first()).toBeVisible();

    await page.locator(".page-head").getByRole("button", { name: t("cases:more_verbs") }).click();
    await page.getByRole("menuitem", { name: t("cases:verb.escalate"), exact: true }).click();
    const dialog = page.getByRole("dialog", { name: t("cases:verb.escalate"), exact: true });
    await dialog.getByRole("textbox").last().fill(escalation);
    await dialog.getByRole("button", { name: t("cases:verb.escalate"), exact: true }).click();
    await expect(page.locator(".entry-system.alarm").filter({ hasText: escalation }).first()).toBeVisible();

    await openReceipt(page, locale);
    const receipt = page.getByRole("dialog", { name: t("cases:receipt.title"), exact: true });
    await expect(receipt.getByText(t("cases:receipt.adds_up"))).toBeVisible();

    const rows = await receipt.getByRole("row").allInnerTexts();
    const lines = rows.slice(1, -1).map((row) => row.split("\t").map((cell) => cell.trim()));
    expect(lines.length).toBeGreaterThan(0);
    for (const [n, line] of lines.slice(1).entries()) expect(line[0], "no gap between two lines").toBe(lines[n]?.[1]);
    const counted = lines.filter((line) => line[2]?.endsWith(`✓ ${t("common:interval.yes")}`));
    const sum = counted.reduce((total, line) => total + seconds(line[4]), 0);
    expect(sum).toBe(seconds(rows.at(-1)?.split("\t").at(-1)));
  });
}

/** A verb's button at the head of the case; some carry the letter of their shortcut. */
const verb = (page: Page, name: string) => page.locator(".page-head").getByRole("button", { name });

const status = (page: Page, name: string) => page.locator(".page-head").getByText(name, { exact: true });

async function openReceipt(page: Page, locale: Locale): Promise<void> {
  await page.getByRole("button", { name: word(locale, "cases:receipt_short") }).first().click();
}

/** What the timeline says of a first response that came too late or not at all. */
const breached = (locale: Locale) =>
  new RegExp(["first_response", "resolution"].map((kind) => word(locale, "cases:event.clock_breached", { clock: word(locale, `common:clock_kind.${kind}`) })).join("|"));

/** `05:00:00` in seconds. */
function seconds(face = ""): number {
  const parts = /(\d+):(\d\d):(\d\d)/.exec(face);
  if (!parts) throw new Error(`${face} is no length of time`);
  return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
}
