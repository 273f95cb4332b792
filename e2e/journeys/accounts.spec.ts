/** How one signs in: a second factor that one sets up, and one that a role wants. */
import { createHmac } from "node:crypto";
import { atTheDoor, enter, expect, goTo, type Locale, locales, type Page, signIn, userMenu, word } from "../help/journey.ts";
import { test } from "../help/own.ts";

/** What an authenticator shows for this secret, `steps` from now (RFC 6238). */
function code(secret: string, steps = 0): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s/g, "")].map((c) => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const say = (locale: Locale) => (key: string) => word(locale, `account:${key}`);

async function toAccount(page: Page, locale: Locale): Promise<void> {
  await userMenu(page, locale).click();
  await page.getByRole("menuitem", { name: word(locale, "common:my_account"), exact: true }).click();
}

/** Reads the secret that is shown and types its first code, which is sent by itself. */
async function confirm(page: Page, locale: Locale): Promise<string> {
  await expect(page.getByRole("img", { name: word(locale, "account:qr_alt") })).toBeVisible();
  const secret = (await page.locator("span.mono").filter({ hasText: /^[A-Z2-7]{4}( [A-Z2-7]{4}){7}/ }).innerText()).trim();
  await page.getByLabel(word(locale, "account:first_code"), { exact: true }).fill(code(secret));
  return secret;
}

async function keepCodes(page: Page, locale: Locale): Promise<string[]> {
  const shown = page.getByRole("list", { name: word(locale, "account:recovery_codes") }).getByRole("listitem");
  await expect(shown).toHaveCount(10);
  const codes = await shown.allInnerTexts();
  await page.getByRole("button", { name: word(locale, "account:codes_kept") }).click();
  return codes;
}

for (const [n, locale] of locales.entries()) {
  test(`somebody sets a second factor up, signs in with it and by a recovery code, and removes it in ${locale}`, async ({ page }) => {
    const t = say(locale);
    const login = ["quality", "support"][n] ?? "quality";
    await signIn(page, locale, login);
    await toAccount(page, locale);
    await page.getByRole("button", { name: t("set_up"), exact: true }).click();
    const again = page.getByRole("dialog");
    await again.getByLabel(word(locale, "common:password.current")).fill("lingke-demo");
    await again.getByRole("button", { name: t("next"), exact: true }).click();
    const secret = await confirm(page, locale);
    const codes = await keepCodes(page, locale);
    await expect(page.getByText(t("on"), { exact: true })).toBeVisible();

    await page.context().clearCookies();
    await atTheDoor(page, locale);
    await enter(page, locale, login);
    await page.getByLabel(t("code"), { exact: true }).fill("000000");
    await expect(page.getByRole("alert").first()).toContainText(word(locale, "problems:code_refused"));
    await page.getByLabel(t("code"), { exact: true }).fill(code(secret, 1));
    await expect(userMenu(page, locale)).toBeVisible();

    await page.context().clearCookies();
    await atTheDoor(page, locale);
    await enter(page, locale, login);
    await page.getByRole("button", { name: t("use_recovery_code") }).click();
    await page.getByLabel(t("recovery_code"), { exact: true }).fill(codes[0] ?? "");
    await page.getByRole("button", { name: t("verify"), exact: true }).click();
    await expect(userMenu(page, locale)).toBeVisible();

    await toAccount(page, locale);
    await page.getByRole("button", { name: t("ask.remove"), exact: true }).click();
    await again.getByLabel(word(locale, "common:password.current")).fill("lingke-demo");
    await again.getByRole("button", { name: t("ask.remove"), exact: true }).click();
    await expect(page.getByRole("button", { name: t("set_up"), exact: true })).toBeVisible();
  });
}

test("a role that needs a second factor lets its people in once they have set one up", async ({ page }) => {
  await signIn(page, "zh-CN", "admin");
  await goTo(page, "zh-CN", "sign_in_rules");
  const auditor = page.getByRole("checkbox", { name: word("zh-CN", "common:role.auditor") });
  await auditor.check();
  await page.getByRole("button", { name: word("zh-CN", "common:save"), exact: true }).click();
  await expect(page.getByText(word("zh-CN", "common:saved"))).toBeVisible();

  await page.context().clearCookies();
  await atTheDoor(page, "zh-CN");
  await enter(page, "zh-CN", "auditor");
  await expect(page.getByRole("heading", { name: word("zh-CN", "account:set_up") })).toBeVisible();
  await confirm(page, "zh-CN");
  await keepCodes(page, "zh-CN");
  await expect(userMenu(page, "zh-CN")).toBeVisible();
});

for (const locale of locales) {
  test(`somebody signs in with a passkey and no password in ${locale}`, async ({ page, own }) => {
    const t = say(locale);
    const browser = await page.context().newCDPSession(page);
    await browser.send("WebAuthn.enable");
    await browser.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    // Passkeys are bound to a name, and no number is one.
    const home = own.url.replace("127.0.0.1", "localhost");
    const toTheDoor = async () => {
      await page.context().clearCookies();
      await page.goto(home);
      await page.getByText(locale === "zh-CN" ? "中文" : "English", { exact: true }).click();
    };
    await toTheDoor();
    await enter(page, locale, "complaints");
    await toAccount(page, locale);
    await page.getByRole("button", { name: t("passkey_add"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(word(locale, "common:password.current")).fill("lingke-demo");
    await dialog.getByRole("button", { name: t("next"), exact: true }).click();
    await dialog.getByLabel(t("passkey_name"), { exact: true }).fill("Laptop");
    await dialog.getByRole("button", { name: word(locale, "common:save"), exact: true }).click();
    await expect(page.getByText("Laptop", { exact: true })).toBeVisible();

    const passkey = page.getByRole("button", { name: word(locale, "common:sign_in.passkey"), exact: true });
    await toTheDoor();
    await passkey.click();
    await expect(userMenu(page, locale)).toBeVisible();

    // After the password it is the second factor.
    await toTheDoor();
    await enter(page, locale, "complaints");
    await expect(page.getByText(t("answer_passkey"))).toBeVisible();
    await passkey.click();
    await expect(userMenu(page, locale)).toBeVisible();

    await toAccount(page, locale);
    await page.getByRole("button", { name: t("passkey_remove_short"), exact: true }).click();
    await dialog.getByLabel(word(locale, "common:password.current")).fill("lingke-demo");
    await dialog.getByRole("button", { name: t("passkey_remove"), exact: true }).click();
    await expect(page.getByText(t("no_passkeys"))).toBeVisible();
    await toTheDoor();
    await passkey.click();
    await expect(page.getByRole("alert").first()).toContainText(word(locale, "problems:passkey_refused"));
  });
}
