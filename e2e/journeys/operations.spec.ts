/** The administrator takes a backup and sees that it can be restored. */
import { expect, goTo, signIn, test, word } from "../help/journey.ts";

const t = (key: string) => word("zh-CN", key);

test("a backup is taken, and restored for a test", async ({ page }) => {
  test.slow();
  await signIn(page, "zh-CN", "admin");
  await goTo(page, "zh-CN", "operations");
  const panel = page.locator(".panel").filter({ has: page.getByText(t("operations:backups"), { exact: true }) });
  const rows = panel.locator("tbody tr[data-row-key]");
  // The server takes one by itself when it starts.
  await expect(rows.first().getByText(t("operations:backup_state.done"))).toBeVisible({ timeout: 60_000 });
  const before = await rows.count();
  await panel.getByRole("button", { name: t("operations:backup_now"), exact: true }).click();
  await expect(rows).toHaveCount(before + 1);
  const newest = rows.first();
  await expect(newest.getByText(t("operations:backup_state.done"))).toBeVisible({ timeout: 60_000 });
  await newest.getByRole("button", { name: t("operations:backup_test"), exact: true }).click();
  await expect(newest.getByText(t("operations:backup_tested.passed"))).toBeVisible({ timeout: 60_000 });
});
