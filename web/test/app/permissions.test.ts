import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(resolve(root, path), "utf8");
const permissions = [...read("docs/permissions.md").matchAll(/^\| `([a-z]+)\.([a-z_]+)`/gm)];

test.each(["zh-CN", "en-US"])("the page of roles has words for every permission (%s)", (locale) => {
  const words = JSON.parse(read(`locales/${locale}/organisation.json`));
  const missing = permissions.filter(
    ([, noun = "", verb = ""]) => !words.noun[noun] || !words.permission[noun]?.[verb],
  );
  expect(permissions.length).toBeGreaterThan(20);
  expect(missing.map(([row]) => row)).toEqual([]);
});
