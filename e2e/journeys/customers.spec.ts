/** Customers: found by the end of a phone number, and shown in the clear only for a reason, in both languages. */
import { Api, choose, expect, goTo, locales, signIn, test, word } from "../help/journey.ts";

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

    await page.getByRole("tab", { name: t("tab.profile") }).click();
    await page.getByRole("button", { name: t("reveal") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("reveal_reason")).fill("回拨核对");
    await dialog.getByRole("button", { name: t("reveal") }).click();
    await expect(page.getByText(`1991234${tail}`)).toBeVisible();
    await page.getByRole("button", { name: t("hide") }).click();
    await expect(page.getByText(`1991234${tail}`)).toHaveCount(0);
  });

  test(`an agent adds a customer, keeps what to take care of, and finds them by initials (${locale})`, async ({
    page,
  }) => {
    const name = `欧阳${"天地玄黄宇宙洪荒"[Math.floor(Math.random() * 8)]}${Date.now()}`;
    await signIn(page, locale, "agent");
    await goTo(page, locale, "customers");
    await page.getByRole("button", { name: t("new"), exact: true }).click();
    const drawer = page.getByRole("dialog", { name: t("new") });
    await drawer.getByLabel(t("name"), { exact: true }).fill(name);
    await drawer.getByLabel(t("contact"), { exact: true }).fill("13900001234");
    await drawer.getByRole("button", { name: t("create"), exact: true }).click();
    await expect(page.getByRole("heading", { name })).toBeVisible();

    await page.getByRole("tab", { name: t("tab.profile") }).click();
    await page.getByRole("button", { name: t("add_document") }).click();
    const document = page.getByRole("dialog", { name: t("add_document") });
    await document.getByLabel(t("document_number")).fill("110105194912310021");
    await document.getByRole("button", { name: word(locale, "common:save") }).click();
    await expect(document.getByText(word(locale, "problems:field.wrong_check_digit"))).toBeVisible();
    await document.getByLabel(t("document_number")).fill("11010519491231002X");
    await document.getByRole("button", { name: word(locale, "common:save") }).click();
    await expect(page.getByText("1***X")).toBeVisible();

    await page.getByRole("button", { name: t("add_care") }).click();
    const care = page.getByRole("dialog", { name: t("add_care") });
    const hearing = locale === "zh-CN" ? "听力障碍" : "Hearing impairment";
    await choose(page, care.getByLabel(t("care_code")), hearing);
    await care.getByRole("button", { name: word(locale, "common:save") }).click();
    await expect(page.getByRole("alert").filter({ hasText: hearing })).toBeVisible();

    await goTo(page, locale, "customers");
    await page.getByLabel(t("search_about")).fill("oy");
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  });

  test(`a changed name takes effect once somebody else approves it (${locale})`, async ({ page, request }) => {
    const stamp = Date.now();
    const api = await Api.as(request, "agent");
    const { id } = await api.post<{ id: string }>("/customers", { name: `王芳${stamp}` });
    await signIn(page, locale, "agent");
    await page.goto(`/customers/${id}`);
    await page.getByRole("button", { name: t("edit") }).click();
    const drawer = page.getByRole("dialog", { name: t("edit") });
    await drawer.getByLabel(t("name"), { exact: true }).fill(`王芳芳${stamp}`);
    await drawer.getByRole("button", { name: word(locale, "common:save") }).click();
    const pending = page.getByRole("alert").filter({ hasText: `王芳芳${stamp}` });
    await expect(pending).toBeVisible();
    await expect(page.getByRole("heading", { name: `王芳${stamp}`, exact: true })).toBeVisible();

    await page.context().clearCookies();
    await page.goto("/");
    await signIn(page, locale, "manager");
    await goTo(page, locale, "customer_changes");
    const row = page.getByRole("row").filter({ hasText: `王芳芳${stamp}` });
    await row.getByRole("button", { name: t("approve"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: t("approve"), exact: true }).click();
    await expect(row).toHaveCount(0);
    await page.goto(`/customers/${id}?tab=history`);
    await expect(page.getByRole("heading", { name: `王芳芳${stamp}`, exact: true })).toBeVisible();
    await expect(page.getByRole("cell", { name: `王芳${stamp}`, exact: true })).toBeVisible();
  });
}
