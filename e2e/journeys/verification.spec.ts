/** Verification: an agent finds out from a case whether the person is the customer; failures lock, a manager opens. */
import { Api, expect, goTo, locales, signIn, test, word } from "../help/journey.ts";

for (const locale of locales) {
  const t = (key: string) => word(locale, `verification:${key}`);

  test(`an agent verifies a customer from a case and three failures lock (${locale})`, async ({ page, request }) => {
    const name = `核身客户 ${Date.now()}`;
    const api = await Api.as(request, "agent");
    const contact_points = [{ kind: "phone", value: "13800138000" }];
    const { id } = await api.post<{ id: string }>("/customers", { name, contact_points });
    const opened = await api.post<{ id: string }>("/cases", {
      kind: "consultation",
      subject: `问余额 ${name}`,
      channel: "phone",
      customer_id: id,
    });
    await signIn(page, locale, "agent");
    await page.goto(`/cases/${opened.id}`);
    await expect(page.getByText(t("not_verified"))).toBeVisible();
    await page.getByRole("button", { name: t("verify"), exact: true }).click();
    const drawer = page.getByRole("dialog");
    const compare = drawer.getByRole("button", { name: t("compare") });
    await expect(drawer.getByPlaceholder(t("nothing_on_file")).first()).toBeDisabled();
    const say = async (tail: string) => {
      await drawer.getByLabel(t("check.name"), { exact: true }).fill(name);
      await drawer.getByLabel(t("check.phone_tail")).fill(tail);
      await compare.click();
    };
    await expect(compare).toBeDisabled();
    await say("8000");
    await expect(drawer.getByText(t("passed"))).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: t("verify_again") })).toBeVisible();

    await page.getByRole("button", { name: t("verify_again") }).click();
    for (const tail of ["0001", "0002", "0003"]) {
      await say(tail);
      await expect(drawer.getByText(t("failed"), { exact: true })).toBeVisible();
    }
    await page.keyboard.press("Escape");
    await expect(page.getByText(t("locked"), { exact: true })).toBeVisible();

    await page.context().clearCookies();
    await signIn(page, locale, "manager");
    await page.goto(`/customers/${id}`);
    await page.getByRole("button", { name: t("unlock") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("unlock_reason")).fill("客户带证件到柜面，已核对");
    await dialog.getByRole("button", { name: t("unlock") }).click();
    await expect(page.getByText(t("not_verified"))).toBeVisible();
    await page.getByRole("button", { name: t("tries") }).click();
    await expect(page.getByRole("dialog").getByText(t("failed_short"))).toHaveCount(3);
  });

  test(`an administrator sets what a level asks (${locale})`, async ({ page }) => {
    await signIn(page, locale, "admin");
    await goTo(page, locale, "verification");
    const hold = page.getByLabel(t("valid_minutes")).first();
    const before = Number(await hold.inputValue());
    await hold.fill(`${before + 5}`);
    await page.getByRole("button", { name: word(locale, "common:save") }).click();
    await expect(page.getByText(word(locale, "common:saved"))).toBeVisible();
    await page.reload();
    await expect(page.getByLabel(t("valid_minutes")).first()).toHaveValue(`${before + 5}`);
  });
}
