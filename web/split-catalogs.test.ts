import { join } from "node:path";
import { expect, test } from "vitest";
import { splitCatalogs } from "./split-catalogs.ts";

const root = import.meta.dirname;

/** The code that the build puts in the place of one part of the German words. */
async function partOf(part: string): Promise<string> {
  const { load } = splitCatalogs(root) as unknown as { load: (this: object, id: string) => Promise<{ code: string }> };
  return (await load.call({ addWatchFile() {} }, join(root, `src/locales/de.po?part=${part}`))).code;
}

test("a page gets its own words, those of what it opens later, and none of other pages", async () => {
  const event = await partOf("event-page");
  expect(event, "its own").toContain("Deine Antwort");
  expect(event, "a dialog's, loaded when it is opened").toContain("Wer kommt");
  expect(event, "the account's").not.toContain("Passwort ändern");
});

test("a page that another loads later brings its own words", async () => {
  expect(await partOf("event-page")).not.toContain("Gästen danken");
  expect(await partOf("after-event")).toContain("Gästen danken");
});

test("what is on every page is in none of their parts", async () => {
  const shell = await partOf("shell");
  expect(shell).toContain("Anmelden");
  expect((await partOf("account-page")).length).toBeLessThan((await partOf("all")).length / 4);
  expect((await partOf("all")).length).toBeGreaterThan(shell.length * 5);
});
