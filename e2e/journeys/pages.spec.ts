/** Every place of every role opens: no error in the console; nothing on any place shuts people out, by day or in the dark. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locale, locales, type Page, signIn, test, word } from "../help/journey.ts";

/** Places looked at closely already: what is in the way of one role is in the way of the next. */
const looked = new Set<string>();
const roles = ["manager", "agent", "complaints", "support", "quality", "department", "admin", "auditor"];

for (const login of roles) {
  test(`every place of ${login} opens and can be used by everyone`, async ({ page }) => {
    test.slow();
    const locale: Locale = locales[roles.indexOf(login) % 2] ?? "zh-CN";
    await signIn(page, locale, login);
    // Colours on their way from one to the other are nobody's.
    await withoutTransitions(page);
    const complaints = watched(page);
    const menu = page.getByRole("navigation", { name: word(locale, "common:navigation"), exact: true });
    const places = await menu.getByRole("link").evaluateAll((links) => links.map((a) => a.getAttribute("href") ?? ""));
    expect(places.length).toBeGreaterThan(4);
    for (const place of places) {
      await menu.locator(`a[href="${place}"]`).click();
      await expect(page.locator(".page-head h1, .page-head h2").first()).toBeVisible();
      await expect(page.locator(".ant-skeleton")).toHaveCount(0);
      await expect(page.locator(".notice")).toHaveCount(0);
      // A button that waits for its answer is pale for a moment.
      await expect(page.locator(".ant-btn-loading")).toHaveCount(0);
      if (!looked.has(place)) {
        await expectNothingInTheWay(page, place);
        await expectReadableInTheDark(page, locale, place);
      }
      looked.add(place);
    }
    expect(complaints).toEqual([]);
  });
}

test("whoever may not see a page is told so in plain words", async ({ page }) => {
  await signIn(page, "zh-CN", "agent");
  await page.goto("/audit");
  await expect(page.getByText(word("zh-CN", "common:not_allowed_title"))).toBeVisible();
  await page.goto("/cases/cas_00000000000070008000000000000000");
  await expect(page.getByText(word("zh-CN", "problems:not_found"))).toBeVisible();
});

/** By a sheet that a script makes: the page lets no other style in. */
async function withoutTransitions(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { transition: none !important }");
    document.adoptedStyleSheets.push(sheet);
  });
}

/** What the browser complains of; what the Content-Security-Policy keeps away is among it. */
function watched(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return complaints;
}

async function expectNothingInTheWay(page: Page, place: string): Promise<void> {
  await expectNoneGrave(looking(page).withTags(["wcag2a", "wcag2aa"]), place);
}

/** The same page with the other colours: only these can be wrong now. */
async function expectReadableInTheDark(page: Page, locale: Locale, place: string): Promise<void> {
  const lights = (to: "dark" | "light") => page.getByRole("button", { name: word(locale, `common:theme_to_${to}`) });
  await lights("dark").press("Enter");
  await expect(page.locator(".lingke-app.dark")).toBeVisible();
  await expectNoneGrave(looking(page).withRules(["color-contrast"]), `${place} in the dark`);
  await lights("light").press("Enter");
}

// Ant Design measures its columns in a hidden row.
const looking = (page: Page) => new AxeBuilder({ page }).exclude(".ant-table-measure-row");

async function expectNoneGrave(look: AxeBuilder, place: string): Promise<void> {
  const { violations } = await look.analyze();
  const grave = violations.filter((v) => v.impact === "critical" || v.impact === "serious");
  const told = grave.map((v) => `${place}: ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3)}`);
  expect.soft(told).toEqual([]);
}
