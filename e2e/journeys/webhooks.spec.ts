/** Another system is told what happens: an endpoint is added, tried, and what it was sent is looked at. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Api, expect, goTo, signIn, test, word } from "../help/journey.ts";

const t = (key: string) => word("zh-CN", key);

/** A server of the other system; answers everything with 200 and keeps what arrived. */
async function receiver(): Promise<{ server: Server; url: string; arrived: IncomingMessage[] }> {
  const arrived: IncomingMessage[] = [];
  const server = createServer((request, answer) => {
    arrived.push(request);
    request.resume().on("end", () => answer.end("ok"));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, arrived };
}

test("an endpoint is added, tried, told of a case, and removed", async ({ page, request }) => {
  const { server, url, arrived } = await receiver();
  try {
    const name = `数据仓库 ${Date.now()}`;
    await signIn(page, "zh-CN", "admin");
    await goTo(page, "zh-CN", "webhooks");
    await page.getByRole("button", { name: t("webhooks:new") }).click();
    await page.getByLabel(t("webhooks:name"), { exact: true }).fill(name);
    await page.getByLabel(t("webhooks:url"), { exact: true }).fill(url);
    await page.getByLabel(t("webhooks:kinds")).click();
    await page.keyboard.type("case_opened");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: t("common:save"), exact: true }).click();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
    await page.getByRole("button", { name: t("webhooks:secret_noted") }).click();

    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("button", { name: t("webhooks:test"), exact: true }).click();
    await expect(page.getByText(t("webhooks:test_passed").replace("{{answer}}", "HTTP 200"))).toBeVisible();

    const agent = await Api.as(request, "agent");
    await agent.post("/cases", { kind: "consultation", channel: "phone", subject: "网点营业时间" });
    await expect.poll(() => arrived.length).toBeGreaterThan(1);
    expect(arrived[1]?.headers["webhook-signature"]).toMatch(/^v1,/);
    await page.getByRole("button", { name: t("audit:type.case_opened"), exact: true }).first().click();
    const drawer = page.getByRole("dialog", { name: t("webhooks:delivery") });
    await expect(drawer.getByText("HTTP 200")).toBeVisible();
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: t("webhooks:remove"), exact: true }).click();
    await page.locator(".ant-popconfirm").getByRole("button", { name: t("webhooks:remove"), exact: true }).click();
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  } finally {
    server.close();
  }
});
