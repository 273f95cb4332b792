/** A file of complaints becomes cases, once: preview, start, result, and the same file again. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, goTo, type Locale, locales, type Page, signIn, test, word } from "../help/journey.ts";

const sample = readFileSync(resolve(import.meta.dirname, "../../server/tests/data/complaints/full18.csv"), "utf8");

/** The same complaints under numbers that nobody has imported yet. */
function renumbered(stamp: number): string {
  let row = 0;
  return sample.replace(/,\d{4,9},(\w*\r?)$/gm, (_, end) => `,${stamp}${++row},${end}`);
}

for (const locale of locales) {
  const t = (key: string, values?: Record<string, string | number>) => word(locale, key, values);

  test(`complaints come in from a file, and only once, in ${locale}`, async ({ page }) => {
    const file = { name: "complaints.csv", mimeType: "text/csv", buffer: Buffer.from(renumbered(Date.now() % 1e6)) };
    await signIn(page, locale, "complaints");

    await bring(page, locale, file);
    await page.getByRole("button", { name: t("imports:start"), exact: true }).click();
    const first = await counts(page, locale);
    expect(first.created).toBeGreaterThan(0);

    await bring(page, locale, file);
    await page.getByRole("button", { name: t("imports:start"), exact: true }).click();
    const second = await counts(page, locale);
    expect(second).toEqual({ created: 0, duplicates: first.created + first.duplicates });
  });
}

/** Uploads a file and waits for its preview. */
async function bring(page: Page, locale: Locale, file: { name: string; mimeType: string; buffer: Buffer }) {
  await goTo(page, locale, "imports");
  await page.getByRole("button", { name: word(locale, "imports:new"), exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: word(locale, "imports:new"), exact: true });
  await dialog.locator("input[type=file]").setInputFiles(file);
  await dialog.getByRole("button", { name: word(locale, "imports:upload") }).click();
  await expect(page.getByText(word(locale, "imports:preview"), { exact: true })).toBeVisible();
}

/** What the finished import says it did. */
async function counts(page: Page, locale: Locale): Promise<{ created: number; duplicates: number }> {
  await expect(page.locator(".page-head").getByText(word(locale, "imports:state.done"))).toBeVisible();
  const count = async (key: string) => {
    const card = page.locator(".figure").filter({ hasText: word(locale, `imports:count.${key}`) });
    return Number((await card.locator("b").innerText()).replace(/\D/g, ""));
  };
  return { created: await count("created"), duplicates: await count("duplicates") };
}
