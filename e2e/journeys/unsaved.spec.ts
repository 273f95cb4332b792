/** What was typed is not lost by a stray click. */
import { expect, goTo, locales, signIn, test, word } from "../help/journey.ts";

for (const locale of locales) {
  const t = (key: string) => word(locale, key);

  test(`whoever leaves unsaved changes is asked first (${locale})`, async ({ page }) => {
    await signIn(page, locale, "agent");
    const asked = page.getByRole("dialog", { name: t("common:unsaved.title") });
    const stay = () => asked.getByRole("button", { name: t("common:unsaved.stay") }).click();
    const leave = () => asked.getByRole("button", { name: t("common:unsaved.leave") }).click();

    await page.goto("/notifications/preferences");
    const choice = page.getByRole("switch").first();
    const before = await choice.getAttribute("aria-checked");
    await choice.click();
    await goTo(page, locale, "cases");
    await stay();
    await expect(choice).not.toHaveAttribute("aria-checked", before ?? "");
    await goTo(page, locale, "cases");
    await leave();
    await expect(page).toHaveURL(/\/cases/);

    await page.getByRole("button", { name: t("cases:new_case") }).click();
    const drawer = page.getByRole("dialog", { name: t("cases:new_case") });
    const subject = drawer.getByLabel(t("cases:column.subject"));
    await subject.fill("写了一半");
    await page.keyboard.press("Escape");
    await stay();
    await expect(subject).toHaveValue("写了一半");
    await drawer.getByRole("button", { name: t("common:cancel"), exact: true }).click();
    await leave();
    await expect(drawer).toBeHidden();
  });
}
