/** Finding: from the palette, on the page of its own and in the list, in both languages. */
import AxeBuilder from "@axe-core/playwright";
import { Api, expect, goTo, type Locale, locales, type Page, signIn, test, word } from "../help/journey.ts";

async function expectNothingInTheWay(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  const grave = violations.filter((v) => v.impact === "critical" || v.impact === "serious");
  expect.soft(grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3)}`)).toEqual([]);
}

const subjects: Record<Locale, [subject: string, note: string, sought: string]> = {
  "zh-CN": ["信用卡年费争议", "商户流水已核对无误", "流水"],
  "en-US": ["Statement arrived twice", "Merchant ledger reconciled", "ledger"],
};

for (const locale of locales) {
  const t = (key: string) => word(locale, key);

  test(`a note is found from the palette and on the page (${locale})`, async ({ page, request }) => {
    const mark = `${Date.now()}`;
    const [subject, note, sought] = subjects[locale];
    const api = await Api.as(request, "agent");
    const made = await api.post<{ id: string; number: string }>("/cases", {
      kind: "consultation",
      channel: "phone",
      subject: `${subject} ${mark}`,
    });
    await api.post(`/cases/${made.id}/notes`, { text: `${note} ${mark}` });
    await signIn(page, locale, "agent");
    await expect(page.locator(".page-head")).toBeVisible();

    await page.keyboard.press("Control+k");
    await page.keyboard.type(`${sought} ${mark}`);
    const hit = page.getByRole("option").filter({ hasText: made.number });
    await expect(hit).toContainText(note.slice(0, 4));
    await expect(hit.locator("mark").first()).toHaveText(sought);
    await expectNothingInTheWay(page);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: `${subject} ${mark}` })).toBeVisible();

    // What was opened lately is offered before anything is typed.
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("group", { name: t("common:palette.recent") })).toContainText(subject);
    await page.keyboard.type(`${sought} ${mark}`);
    await page.getByRole("option").filter({ hasText: `${sought} ${mark}` }).last().click();
    await expect(page).toHaveURL(/\/search\?/);
    await expect(page.getByRole("region", { name: t("search:kind.entry") })).toContainText(note);
    await expectNothingInTheWay(page);
    await page.getByRole("tab", { name: t("search:kind.case"), exact: true }).click();
    await expect(page.getByText(word(locale, "search:nothing", { q: `${sought} ${mark}` }))).toBeVisible();

    await goTo(page, locale, "cases");
    // The page before has a tab of the same name.
    await expect(page).toHaveURL(/\/cases/);
    await page.getByRole("tab", { name: t("cases:tab.all"), exact: true }).click();
    await page.getByRole("button", { name: t("cases:filters") }).click();
    await page.getByLabel(t("cases:filter.q"), { exact: true }).fill(`${sought} ${mark}`);
    const row = page.getByRole("row").filter({ hasText: made.number });
    await expect(row.locator("mark").filter({ hasText: sought }).first()).toBeVisible();
    await expect(row).toContainText(t("common:matched.note"));
  });
}

test("nothing is chosen while a word is being composed", async ({ page }) => {
  await signIn(page, "zh-CN", "agent");
  await page.keyboard.press("Control+k");
  const input = page.getByRole("combobox", { name: word("zh-CN", "common:palette.button") });
  await input.dispatchEvent("compositionstart");
  await input.dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: true });
  await expect(input).toBeVisible();
  await input.dispatchEvent("compositionend");
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(input).toBeHidden({ timeout: 1_000 });
  }).toPass();
});

test("who does not see a unit's cases finds none of them", async ({ page, request }) => {
  const mark = `${Date.now()}`;
  const api = await Api.as(request, "agent");
  await api.post("/cases", { kind: "consultation", channel: "phone", subject: `只给本部门 ${mark}` });
  await signIn(page, "zh-CN", "admin");
  await page.goto(`/search?q=${mark}`);
  await expect(page.getByText(word("zh-CN", "search:nothing", { q: mark }))).toBeVisible();
});
