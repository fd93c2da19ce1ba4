import { join } from "node:path";
import { expect, test } from "vitest";
import { splitCatalogs } from "./split-catalogs.ts";

const root = import.meta.dirname;

type Hooks = {
  configResolved: (config: { command: string }) => void;
  load: (this: object, id: string) => Promise<{ code: string }>;
  transform: { handler: (code: string) => Promise<{ code: string } | null> };
  generateBundle: (this: object, options: object, bundle: object) => Promise<void>;
};

function plugin(command: "build" | "serve"): Hooks {
  const hooks = splitCatalogs(root) as unknown as Hooks;
  hooks.configResolved({ command });
  return hooks;
}

/** The code that is put in the place of one part of the German words. */
async function partOf(part: string, { load }: Pick<Hooks, "load"> = plugin("serve")): Promise<string> {
  return (await load.call({ addWatchFile() {} }, join(root, `src/locales/de.po?part=${part}`))).code;
}

test("a page gets its own words, those of what it always loads later, and none of other pages", async () => {
  const event = await partOf("event-page");
  expect(event, "its own").toContain("Deine Antwort");
  expect(event, "the conversation's, which comes behind it").toContain("Noch keine Nachrichten");
  expect(event, "the account's").not.toContain("Passwort ändern");
});

test("the words of what few visits open come with it, and with no page", async () => {
  expect(await partOf("event-page")).not.toContain("Im eigenen Kalender abonnieren");
  const onDemand = Object.values(messagesIn(await partOf("on-demand")));
  expect(onDemand).toContain('["Im eigenen Kalender abonnieren"]');
  expect(onDemand, "the event page's").not.toContain('["Deine Antwort"]');
});

test("a build's ids are short, in code as in its catalogues, and each is one message's", async () => {
  const [full, built] = [plugin("serve"), plugin("build")];
  for (const part of ["shell", "event-page", "event-settings-page"]) {
    const [before, after] = await Promise.all([full, built].map(async (hooks) => messagesIn(await partOf(part, hooks))));
    expect(new Set(Object.values(after!)).size, part).toBe(new Set(Object.values(before!)).size);
    expect(Object.keys(after!).length, part).toBe(Object.keys(before!).length);
    for (const [id, words] of Object.entries(before!)) {
      const { code } = (await built.transform.handler(`_({ id: "${id}" })`))!;
      const short = /id: "(.+)"/.exec(code)![1]!;
      expect(after![short], id).toBe(words);
      expect(short.length).toBeLessThan(id.length);
    }
  }
});

test("a build fails whose code names a message in full", async () => {
  const hooks = plugin("build");
  const [id] = Object.keys(messagesIn(await partOf("shell", plugin("serve"))));
  const bundle = (code: string) => ({ one: { type: "chunk", fileName: "one.js", code } });
  const error = (why: string) => {
    throw new Error(why);
  };
  await hooks.generateBundle.call({ error }, {}, bundle("_({id:`abc`})"));
  await expect(hooks.generateBundle.call({ error }, {}, bundle(`_({id:\`${id}\`})`))).rejects.toThrow(
    `in full, where its catalogue has a short one: ${id}`,
  );
});

/** Each message's words as text, by its id. */
function messagesIn(code: string): Record<string, string> {
  const messages = JSON.parse(JSON.parse(/JSON\.parse\(("(?:[^"\\]|\\.)*")\)/.exec(code)![1]!) as string) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(messages).map(([id, words]) => [id, JSON.stringify(words)]));
}

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
