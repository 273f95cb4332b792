/** Privacy: an erasure is refused with its reason while a complaint is open; a copy opens; a digest is looked over. */
import { Api, expect, goTo, locales, signIn, test, word } from "../help/journey.ts";

for (const locale of locales) {
  const t = (key: string) => word(locale, `privacy:${key}`);

  test(`an erasure is refused while a case is open and done after (${locale})`, async ({ page, request }) => {
    const name = `删除客户 ${Date.now()}`;
    const agent = await Api.as(request, "agent");
    const contact_points = [{ kind: "phone", value: "13900139000" }];
    const { id } = await agent.post<{ id: string }>("/customers", { name, contact_points });
    const kind = "suggestion";
    const opened = await agent.post<{ id: string; number: string }>("/cases", {
      kind,
      subject: `建议 ${name}`,
      channel: "phone",
      customer_id: id,
    });
    await signIn(page, locale, "complaints");
    await page.goto(`/customers/${id}`);
    await page.getByRole("button", { name: t("ask_erasure") }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(t("erasure_refused_now"))).toBeVisible();
    await expect(dialog.getByText(opened.number)).toBeVisible();
    await dialog.getByLabel(t("why")).fill("客户来函要求删除");
    await dialog.getByRole("button", { name: t("ask_erasure") }).click();
    await expect(dialog.getByRole("alert")).toContainText(opened.number);
    await dialog.getByRole("button", { name: word(locale, "common:cancel") }).click();

    await agent.post(`/cases/${opened.id}/takes`, {});
    await agent.post(`/cases/${opened.id}/resolutions`, { text: "已采纳" });
    await agent.post(`/cases/${opened.id}/closures`, {});
    await page.reload();
    await page.getByRole("button", { name: t("ask_erasure") }).click();
    await expect(dialog.getByText(t("erasure_about"))).toBeVisible();
    await dialog.getByLabel(t("why")).fill("客户来函要求删除");
    await dialog.getByRole("button", { name: t("ask_erasure") }).click();
    await expect(page.getByText(t("state_of.asked"))).toBeVisible();

    await page.context().clearCookies();
    await signIn(page, locale, "manager");
    await page.goto(`/customers/${id}`);
    await page.getByRole("button", { name: t("approve") }).click();
    await dialog.getByLabel(t("opinion")).fill("已核对");
    await dialog.getByRole("button", { name: t("approve") }).click();
    await expect(page.getByText(t("state_of.done"))).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("heading", { name: "（已删除）" })).toBeVisible();
    await expect(page.getByText(name)).toHaveCount(0);
  });

  test(`a manager takes a customer's copy (${locale})`, async ({ page, request }) => {
    const name = `副本客户 ${Date.now()}`;
    const agent = await Api.as(request, "agent");
    const { id } = await agent.post<{ id: string }>("/customers", { name });
    await signIn(page, locale, "manager");
    await page.goto(`/customers/${id}`);
    await page.getByRole("button", { name: t("take_copy") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("why")).fill("客户书面申请");
    await dialog.getByRole("button", { name: t("take_copy") }).click();
    const link = page.getByRole("link", { name: t("download") });
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    await goTo(page, locale, "privacy");
    await page.getByRole("tab", { name: t("tab.requests") }).click();
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  });

  test(`a data owner sees who looked and why (${locale})`, async ({ page, request }) => {
    const name = `被查看客户 ${Date.now()}`;
    const agent = await Api.as(request, "agent");
    const contact_points = [{ kind: "phone", value: "13700137000" }];
    const { id } = await agent.post<{ id: string }>("/customers", { name, contact_points });
    const reason = `回拨核对 ${Date.now()}`;
    await agent.post(`/customers/${id}/reveals`, { reason });
    await signIn(page, locale, "manager");
    await goTo(page, locale, "privacy");
    await page.getByRole("link", { name: t("this_week") }).click();
    await expect(page.getByRole("row").filter({ hasText: reason })).toContainText(name);
  });
}
