import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import rules, { RULED } from "../.dependency-cruiser.mjs";

const root = resolve(import.meta.dirname, "..");
const world = mkdtempSync(join(tmpdir(), "turnout-rules-"));
afterAll(() => rmSync(world, { recursive: true, force: true }));

/** For each rule, an import that breaks it: from which file, to which. */
const forbidden: Record<string, [from: string, to: string]> = {
  "contract-needs-only-its-schema-library": ["contract/src/guests.ts", "pg"],
  "web-and-server-meet-in-the-contract": ["web/src/pages/event.ts", "server/src/log/read-log.ts"],
  "the-product-knows-no-proof": ["server/src/chat/queries.ts", "server/src/testing/world.ts"],
  "the-product-starts-without-its-dev-database": ["server/src/db/open-database.ts", "dev-database/src/embedded-postgres.ts"],
  "ground-knows-no-slice": ["server/src/log/change-event.ts", "server/src/guests/queries.ts"],
  "accounts-imports-no-later-slice": ["server/src/accounts/queries.ts", "server/src/events/queries.ts"],
  "events-imports-no-later-slice": ["server/src/events/queries.ts", "server/src/guests/queries.ts"],
  "guests-imports-no-later-slice": ["web/src/guests/list.ts", "web/src/chat/list.ts"],
  "invitations-imports-no-later-slice": ["server/src/invitations/queries.ts", "server/src/chat/queries.ts"],
  "chat-imports-no-later-slice": ["server/src/chat/queries.ts", "server/src/calendar/queries.ts"],
  "photos-imports-no-later-slice": ["server/src/photos/queries.ts", "server/src/calendar/queries.ts"],
  "calendar-imports-no-later-slice": ["server/src/calendar/queries.ts", "server/src/notifications/queries.ts"],
  "a-slice-keeps-its-doors-to-itself": ["server/src/chat/tables.ts", "server/src/guests/routes.ts"],
  "commands-see-neither-request-nor-database": ["server/src/guests/commands.ts", "pg"],
  "routes-write-no-queries": ["server/src/guests/routes.ts", "kysely"],
  "policy-and-queries-call-no-commands": ["server/src/guests/policy.ts", "server/src/guests/commands.ts"],
  "the-checker-judges-from-outside": ["torture/src/checker/judge.ts", "server/src/guests/seats.ts"],
  "ui-could-ship-elsewhere": ["web/src/ui/button.ts", "web/src/guests/list.ts"],
  "live-knows-no-screen": ["web/src/live/follow-event.ts", "web/src/ui/badge.ts"],
  "slices-know-no-page": ["web/src/chat/panel.ts", "web/src/pages/event.ts"],
  "no-magnet-files": ["server/src/http/cookies.ts", "server/src/http/utils.ts"],
  "no-circles": ["server/src/mail/circle.ts", "server/src/mail/circle.ts"],
  "nothing-missing": ["server/src/mail/lonely.ts", "server/src/mail/absent.ts"],
};

interface Import {
  from: string;
  to: string;
  kind?: "import" | "import type";
}

/** Runs the rules over a world of files with these imports; returns which file breaks which rule by importing what. */
async function brokenRules(...imports: Import[]): Promise<{ from: string; to: string; rule: string }[]> {
  rmSync(world, { recursive: true, force: true });
  for (const path of ["server/src/main.ts", ...imports.map(({ to }) => to).filter(isThere)])
    write(path, "export const thing = 1;\nexport type Thing = 1;\n");
  for (const { from, to, kind = "import" } of imports) {
    const used = `used${imported++}`;
    const [name, word] = kind === "import" ? ["thing", "const"] : ["Thing", "type"];
    write(
      from,
      `${kind} { ${name} as its${used} } from "${isFile(to) ? relativeImport(from, to) : to}";\nexport ${word} ${used} = its${used};\n`,
    );
  }
  symlinkSync(join(root, "node_modules"), join(world, "node_modules"));
  symlinkSync(join(root, ".dependency-cruiser.mjs"), join(world, ".dependency-cruiser.mjs"));

  const program = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  for (const folder of RULED) mkdirSync(join(world, folder), { recursive: true });
  const args = [program, "--config", join(root, ".dependency-cruiser.mjs"), "--output-type", "json", ...RULED];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: world, maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: { stdout: string }) => error,
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; to: string; rule: { name: string } }[] } };
  return summary.violations.map(({ from, to, rule }) => ({ from, to, rule: rule.name }));
}

let imported = 0;
const isFile = (path: string) => path.includes("/");
/** The program says which file of a package it means. */
const namedBy = (to: string): unknown => expect.stringContaining(isFile(to) ? basename(to) : `/${to}/`);
const isThere = (path: string) => isFile(path) && !path.endsWith("absent.ts");

function relativeImport(from: string, to: string): string {
  return `${"../".repeat(dirname(from).split("/").length)}${to}`;
}

function write(path: string, text: string) {
  mkdirSync(dirname(join(world, path)), { recursive: true });
  writeFileSync(join(world, path), text, { flag: "a" });
}

test("every rule has an import here that breaks it", () => {
  expect(Object.keys(forbidden).toSorted()).toEqual(rules.forbidden!.map(({ name }) => name).toSorted());
});

/** One world for all of them: a start of the program takes most of the time. */
const brokenByAll = await brokenRules(...Object.values(forbidden).map(([from, to]) => ({ from, to })));

test.each(Object.entries(forbidden))("%s is enforced", (rule, [from, to]) => {
  expect(brokenByAll).toContainEqual({ from, to: namedBy(to), rule });
});

test("what deploys the product is held against the rules too, and the product does not know it", async () => {
  const circle = "deploy/ops/circle.ts";
  expect(await brokenRules({ from: circle, to: circle }, { from: "server/src/chat/queries.ts", to: "deploy/failed.ts" })).toEqual([
    { from: circle, to: circle, rule: "no-circles" },
    { from: "server/src/chat/queries.ts", to: "deploy/failed.ts", rule: "the-product-knows-no-proof" },
  ]);
});

test("types are imports too", async () => {
  const circle = "server/src/mail/circle.ts";
  const [from, to] = ["server/src/log/change-event.ts", "server/src/guests/queries.ts"];
  const broken = await brokenRules({ from, to, kind: "import type" }, { from: circle, to: circle, kind: "import type" });
  expect(broken).toContainEqual({ from, to, rule: "ground-knows-no-slice" });
  expect(broken).toContainEqual({ from: circle, to: circle, rule: "no-circles" });
});

test("an import that is allowed breaks nothing", async () => {
  expect(await brokenRules({ from: "server/src/guests/queries.ts", to: "server/src/events/queries.ts" })).toEqual([]);
});
