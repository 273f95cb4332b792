/** Working without the mouse, and writing with an input method. */
import { Api, expect, goTo, signIn, test, word } from "../help/journey.ts";

const t = (key: string) => word("zh-CN", key);

test("a case is found, opened, taken and noted by keys alone", async ({ page, request }) => {
  const subject = `手机银行转账限额 ${Date.now()}`;
  const api = await Api.as(request, "support");
  await api.post("/cases", { kind: "technical", channel: "chat", subject });
  await signIn(page, "zh-CN", "support");
  await expect(page.locator(".page-head")).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type(subject);
  await expect(page.getByRole("option").filter({ hasText: subject }).first()).toHaveText(/\d\d-\d{4}-\d{4}/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: subject })).toBeVisible();

  await page.keyboard.press("t");
  await expect(page.locator(".page-head").getByText(t("common:case_status.assigned"), { exact: true })).toBeVisible();

  await page.keyboard.press("n");
  await page.keyboard.type("已联系客户，稍后回电");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("article").filter({ hasText: "已联系客户，稍后回电" })).toBeVisible();

  await page.locator("body").click({ position: { x: 2, y: 400 } });
  await page.keyboard.press("u");
  await expect(page).toHaveURL(/\/cases$/);
});

test("nothing fires while a word is being composed", async ({ page }) => {
  await signIn(page, "zh-CN", "agent");
  await goTo(page, "zh-CN", "cases");
  await expect(page.getByRole("tab", { name: t("cases:tab.mine") })).toBeVisible();
  // What a browser sends for each letter of a word that an input method composes.
  await page.evaluate(() => {
    for (const key of ["n", "?", "Enter"]) {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true }));
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode: 229, bubbles: true } as KeyboardEventInit));
    }
  });
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog", { name: t("cases:new_case") })).toBeVisible();
});
