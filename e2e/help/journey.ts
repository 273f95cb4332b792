/** What every journey begins with: the server of its database, the words of its language, and signing in. */
import { test as base, expect, type APIRequestContext, type Page } from "@playwright/test";
import { type Locale, locales, word } from "./words.ts";

export { expect, locales, word };
export type { Locale, Page };

export const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern here.
  baseURL: async ({}, use, info) => {
    await use(process.env[`LINGKE_E2E_URL_${info.project.name}`]);
  },
});

export const password = "lingke-demo";

/** A program's way in, to prepare what a journey needs: a cookie session of its own. */
export class Api {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly csrf: string,
  ) {}

  static async as(request: APIRequestContext, login: string): Promise<Api> {
    const answer = await request.post("/api/v1/sessions", { data: { login, password } });
    expect(answer.status(), await answer.text()).toBe(201);
    return new Api(request, ((await answer.json()) as { csrf_token: string }).csrf_token);
  }

  async post<T>(path: string, data: unknown): Promise<T> {
    const answer = await this.request.post(`/api/v1${path}`, { data, headers: { "X-CSRF-Token": this.csrf } });
    expect(answer.ok(), `POST ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  }

  /** Changes what was got: it must still be as it was. */
  async change<T>(method: "PATCH" | "POST" | "PUT", path: string, version: number, data: unknown): Promise<T> {
    const headers = { "X-CSRF-Token": this.csrf, "If-Match": `"${version}"` };
    const answer = await this.request.fetch(`/api/v1${path}`, { method, data, headers });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.request.get(`/api/v1${path}`);
    expect(answer.ok(), `GET ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  }
}

/** Opens the door: the sign-in page in `locale`. */
export async function atTheDoor(page: Page, locale: Locale): Promise<void> {
  await page.goto("/");
  await page.getByText(locale === "zh-CN" ? "中文" : "English", { exact: true }).click();
  await expect(page.getByRole("button", { name: word(locale, "common:sign_in.submit"), exact: true })).toBeVisible();
}

/** Types login and password as a person would, and sends them. */
export async function enter(page: Page, locale: Locale, login: string, secret = password): Promise<void> {
  await page.getByLabel(word(locale, "common:sign_in.login"), { exact: true }).fill(login);
  await page.getByLabel(word(locale, "common:sign_in.password"), { exact: true }).fill(secret);
  // While it waits the button also says so.
  await page.getByRole("button", { name: word(locale, "common:sign_in.submit") }).click();
}

/** Signs in and waits for the console. */
export async function signIn(page: Page, locale: Locale, login: string): Promise<void> {
  await atTheDoor(page, locale);
  await enter(page, locale, login);
  await expect(userMenu(page, locale)).toBeVisible();
}

export const userMenu = (page: Page, locale: Locale) =>
  page.getByRole("button", { name: word(locale, "common:user_menu"), exact: true });

/** Goes to a place of the menu at the left. */
export async function goTo(page: Page, locale: Locale, place: string): Promise<void> {
  const menu = page.getByRole("navigation", { name: word(locale, "common:navigation"), exact: true });
  await menu.getByRole("link", { name: word(locale, `common:place.${place}`), exact: true }).click();
}

/** Types into a picker and takes the first choice with these words. */
export async function choose(page: Page, picker: ReturnType<Page["getByLabel"]>, words: string): Promise<void> {
  await picker.click();
  await picker.fill(words);
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter({ hasText: words }).first().click();
}
