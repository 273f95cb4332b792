/** Customers: found by the end of a phone number, and shown in the clear only for a reason, in both languages. */
import { Api, expect, goTo, locales, signIn, test, word } from "../help/journey.ts";

for (const locale of locales) {
  const t = (key: string) => word(locale, `customers:${key}`);

  test(`an agent finds a customer by the last four digits and reveals the number (${locale})`, async ({
    page,
    request,
  }) => {
    const tail = `${1000 + Math.floor(Math.random() * 9000)}`;
    const name = `尾号客户 ${Date.now()}`;
    const api = await Api.as(request, "agent");
    await api.post("/customers", { name, contact_points: [{ kind: "phone", value: `1991234${tail}` }] });
    await signIn(page, locale, "agent");
    await goTo(page, locale, "customers");
    await page.getByLabel(t("search_about")).fill(tail);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { name })).toBeVisible();
    await expect(page.getByText(`199****${tail}`)).toBeVisible();
    await expect(page.getByText(`1991234${tail}`)).toHaveCount(0);

    await page.getByRole("button", { name: t("reveal") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("reveal_reason")).fill("回拨核对");
    await dialog.getByRole("button", { name: t("reveal") }).click();
    await expect(page.getByText(`1991234${tail}`)).toBeVisible();
    await page.getByRole("button", { name: t("hide") }).click();
    await expect(page.getByText(`1991234${tail}`)).toHaveCount(0);
  });
}
