/** The door: in both languages, with the right password and the wrong one, and out again. */
import { atTheDoor, enter, expect, locales, signIn, test, userMenu, word } from "../help/journey.ts";

for (const locale of locales) {
  test(`an agent signs in and out in ${locale}`, async ({ page }) => {
    await signIn(page, locale, "agent");
    await expect(page.locator("html")).toHaveAttribute("lang", locale);

    await userMenu(page, locale).click();
    await page.getByRole("menuitem", { name: word(locale, "common:sign_out"), exact: true }).click();
    await expect(page.getByLabel(word(locale, "common:sign_in.login"), { exact: true })).toBeVisible();

    await page.goto("/cases");
    await expect(page.getByLabel(word(locale, "common:sign_in.login"), { exact: true })).toBeVisible();
  });

  test(`a wrong password is refused in words of ${locale} and lets nobody in`, async ({ page }) => {
    await atTheDoor(page, locale);
    await enter(page, locale, "support", "not-the-password");
    await expect(page.getByRole("alert").first()).toContainText(word(locale, "problems:sign_in_refused"));
    await enter(page, locale, "support");
    await expect(userMenu(page, locale)).toBeVisible();
  });
}

test("whoever asks for a page signs in and lands there", async ({ page }) => {
  await page.goto("/products");
  await enter(page, "zh-CN", "manager");
  await expect(userMenu(page, "zh-CN")).toBeVisible();
  await expect(page).toHaveURL(/\/products$/);
});

test("the language changes on the spot and is remembered", async ({ page }) => {
  await signIn(page, "zh-CN", "quality");
  await page.getByRole("banner").getByRole("button", { name: "English" }).click();
  await expect(userMenu(page, "en-US")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en-US");

  await page.reload();
  await expect(userMenu(page, "en-US")).toBeVisible();
});
