import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
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

/** Runs the rules over a world of one file that imports another; returns the names of the rules it breaks. */
async function brokenRules(from: string, to: string, kind: "import" | "import type" = "import"): Promise<string[]> {
  rmSync(world, { recursive: true, force: true });
  const target = to.includes("/") ? `/${to}` : to;
  write(to.includes("/") && !to.endsWith("absent.ts") ? to : "server/src/main.ts", "export const thing = 1;\nexport type Thing = 1;\n");
  const name = kind === "import" ? "thing" : "Thing";
  const path = target.startsWith("/") ? relativeImport(from, to) : target;
  write(from, `${kind} { ${name} } from "${path}";\nexport ${kind === "import" ? "const" : "type"} used = ${name};\n`);
  symlinkSync(join(root, "node_modules"), join(world, "node_modules"));
  symlinkSync(join(root, ".dependency-cruiser.mjs"), join(world, ".dependency-cruiser.mjs"));

  const program = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  for (const folder of RULED) mkdirSync(join(world, folder), { recursive: true });
  const args = [program, "--config", join(root, ".dependency-cruiser.mjs"), "--output-type", "json", ...RULED];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: world }).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return summary.violations.map(({ rule }) => rule.name);
}

function relativeImport(from: string, to: string): string {
  return `${"../".repeat(dirname(from).split("/").length)}${to}`;
}

function write(path: string, text: string) {
  mkdirSync(dirname(join(world, path)), { recursive: true });
  writeFileSync(join(world, path), text);
}

test("every rule has an import here that breaks it", () => {
  expect(Object.keys(forbidden).toSorted()).toEqual(rules.forbidden!.map(({ name }) => name).toSorted());
});

test.each(Object.entries(forbidden))("%s is enforced", async (rule, [from, to]) => {
  expect(await brokenRules(from, to)).toContain(rule);
});

test("what deploys the product is held against the rules too, and the product does not know it", async () => {
  expect(await brokenRules("deploy/ops/circle.ts", "deploy/ops/circle.ts")).toEqual(["no-circles"]);
  expect(await brokenRules("server/src/chat/queries.ts", "deploy/failed.ts")).toEqual(["the-product-knows-no-proof"]);
});

test("types are imports too", async () => {
  expect(await brokenRules("server/src/log/change-event.ts", "server/src/guests/queries.ts", "import type")).toContain(
    "ground-knows-no-slice",
  );
  expect(await brokenRules("server/src/mail/circle.ts", "server/src/mail/circle.ts", "import type")).toContain("no-circles");
});

test("an import that is allowed breaks nothing", async () => {
  expect(await brokenRules("server/src/guests/queries.ts", "server/src/events/queries.ts")).toEqual([]);
});
