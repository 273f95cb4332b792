/** A morning at the workbench: a view, a saved reply, a reply taken back, many cases at once, a register. */
import { readFile } from "node:fs/promises";
import { Api, expect, goTo, locales, signIn, test, word } from "../help/journey.ts";

for (const locale of locales) {
  const t = (key: string, values?: Record<string, string | number>) => word(locale, key, values);

  test(`an agent answers with a saved reply, takes it back and sends it in ${locale}`, async ({ page, request }) => {
    const stamp = Date.now();
    const subject = `信用卡补寄 ${stamp}`;
    const api = await Api.as(request, "agent");
    await api.post("/cases", { kind: "consultation", channel: "phone", subject });
    const text = "工单 {{case.number}} 已受理，请等待。";
    await api.post("/saved-replies", { name: `已受理 ${stamp}`, content: { text } });

    await signIn(page, locale, "agent");
    await goTo(page, locale, "cases");
    await page.getByRole("tab", { name: t("cases:tab.opened"), exact: true }).click();
    await page.getByRole("link", { name: subject, exact: true }).click();
    const box = page.getByRole("textbox", { name: t("cases:compose.reply"), exact: true });
    await box.click();
    await page.keyboard.press("/");
    await page.getByRole("textbox", { name: t("cases:saved.find") }).fill(`ysl${stamp}`);
    await page.keyboard.press("Enter");
    await expect(box).toHaveValue(/^工单 \d\d-\d{4}-\d{4} 已受理，请等待。$/);

    await page.getByRole("button", { name: t("cases:send.reply"), exact: true }).click();
    await page.getByRole("button", { name: t("cases:undo"), exact: true }).click();
    await expect(box).toHaveValue(/已受理，请等待。$/);
    await page.reload();
    await expect(box, "a draft outlives the page").toHaveValue(/已受理，请等待。$/);
    await page.getByRole("button", { name: t("cases:send.reply"), exact: true }).click();
    await page.getByRole("button", { name: t("cases:send_now"), exact: true }).click();
    await expect(page.getByRole("article").filter({ hasText: "已受理，请等待。" })).toBeVisible();
    await expect(box).toHaveValue("");
  });

  test(`a manager keeps a view, notes many cases at once and exports them in ${locale}`, async ({ page, request }) => {
    const stamp = `批量 ${Date.now()}`;
    const api = await Api.as(request, "manager");
    for (let n = 0; n < 3; n++) {
      await api.post("/cases", { kind: "technical", channel: "chat", subject: `${stamp} ${n}` });
    }
    await signIn(page, locale, "manager");
    await goTo(page, locale, "cases");
    await page.getByRole("tab", { name: t("cases:tab.open"), exact: true }).click();
    await page.getByRole("button", { name: t("cases:filters") }).click();
    await page.getByRole("textbox", { name: t("cases:filter.q"), exact: true }).fill(stamp);
    await expect(page.getByTestId("total")).toContainText("3");

    await page.getByRole("button", { name: t("workbench:view.choose") }).click();
    await page.getByRole("menuitem", { name: t("workbench:view.keep") }).click();
    const drawer = page.getByRole("dialog", { name: t("workbench:new.case-views") });
    await drawer.getByRole("textbox", { name: t("workbench:name") }).fill(stamp);
    await drawer.getByRole("button", { name: t("common:save"), exact: true }).click();
    await expect(page.getByRole("button", { name: stamp })).toBeVisible();

    await page.locator("thead").getByRole("checkbox").check();
    await page.getByRole("button", { name: t("workbench:does.note"), exact: true }).click();
    const dialog = page.getByRole("dialog", { name: t("workbench:bulk.title_other", { count: 3 }) });
    await dialog.getByRole("textbox").fill("请今天内跟进");
    await dialog.getByRole("button", { name: t("workbench:bulk.foresee"), exact: true }).click();
    await dialog.getByRole("button", { name: t("workbench:bulk.begin_other", { count: 3 }), exact: true }).click();
    await expect(dialog.getByRole("status")).toContainText(
      t("workbench:bulk.counts", { done: 3, refused: 0, total: 3 }),
    );
    await dialog.getByRole("button", { name: t("workbench:bulk.close"), exact: true }).last().click();

    await page.getByRole("button", { name: t("workbench:export.button") }).click();
    const file = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: t("workbench:export.as_csv"), exact: true }).click();
    const written = await readFile(await (await file).path(), "utf8");
    expect(written.trim().split("\n")).toHaveLength(4);
    expect(written).toContain(`${stamp} 2`);
  });
}
