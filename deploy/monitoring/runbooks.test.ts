import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { openJobs } from "../../server/src/jobs/jobs.ts";
import { testDatabase } from "../../server/src/db/test-database.ts";
import { skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { testApp } from "../../server/src/testing/test-app.ts";
import { root } from "../containers.ts";
import { ruleGroups, runbookOf } from "./rules.ts";

const alerts = new Set(ruleGroups().flatMap(({ rules }) => rules.flatMap((rule) => ("alert" in rule ? rule.alert : []))));
const books = globSync("docs/runbooks/Turnout*.md", { cwd: root });
const textOf = (book: string) => readFileSync(join(root, book), "utf8");
const commandsIn = (book: string) => /^```\n([\s\S]+?)\n```$/m.exec(textOf(book))![1]!.split("\n");
const commands = books.flatMap(commandsIn);

const PROMTOOL = "docker compose exec prometheus promtool query instant http://localhost:9090 ";
const PSQL = "docker compose exec database psql --host /tmp --username postgres --dbname turnout --command ";
const quotedAfter = (start: string) =>
  commands.filter((one) => one.startsWith(start)).map((one) => /^(["'])(.+)\1$/.exec(one.slice(start.length))![2]!);

test("every alert has its runbook, and every runbook its alert", () => {
  expect(books.toSorted()).toEqual([...alerts].map(runbookOf).toSorted());
});

test.each(books)("%s has a symptom, why it matters, three commands, and when to wake whom", (book) => {
  const headings = [...textOf(book).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual([basename(book, ".md"), "Symptom", "Why it matters", "First three commands", "When to wake whom"]);
  for (const section of textOf(book)
    .split(/^## .+$/m)
    .slice(1))
    expect(section.trim().length).toBeGreaterThan(40);
  expect(commandsIn(book)).toHaveLength(3);
});

test("links of runbooks lead to files", () => {
  const links = [...books, "docs/runbooks/README.md"].flatMap((book) =>
    [...textOf(book).matchAll(/\]\(([^)#]+)(?:#[^)]+)?\)/g)].map(([, path]) => join(dirname(book), path!)),
  );
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

// That services and files of `docker compose` are there is held by documented-commands.test.ts, for all documents.
test("every command is one that is tried", () => {
  const tried = [PROMTOOL, PSQL, "docker compose ps", "docker compose logs"];
  expect(commands.filter((one) => !tried.some((start) => one.startsWith(start)))).toEqual([]);
});

test("every statement of a runbook runs on the product's database", async () => {
  const { db, url } = await testDatabase();
  const jobs = await openJobs(url, () => {});
  const statements = quotedAfter(PSQL);
  expect(statements.length).toBeGreaterThan(3);
  for (const statement of statements) await expect(sql.raw(statement).execute(db), statement).resolves.toBeDefined();
  await expect(sql.raw("select nothing from mails").execute(db)).rejects.toThrow("does not exist");
  await jobs.stop();
});

const folder = mkdtempSync(join(tmpdir(), "turnout-runbooks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every query of a runbook asks for metrics that the product has", async () => {
  const { metrics } = await testApp();
  const known = (await metrics.registry.getMetricsAsJSON()).map(({ name }) => name);
  const queries = quotedAfter(PROMTOOL);
  expect(queries.length).toBeGreaterThan(5);
  for (const query of queries)
    expect(
      [...known, "up"].some((name) => query.includes(name)),
      query,
    ).toBe(true);
});

test.skipIf(skipWithout("promtool"))("every query of a runbook is one", () => {
  const check = (queries: string[]) => {
    const file = join(folder, "queries.yml");
    const rules = queries.map((expr, index) => ({ record: `query:of:runbook${index}`, expr }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: "runbooks", rules }] }));
    execFileSync("promtool", ["check", "rules", file], { stdio: "pipe" });
  };
  check(quotedAfter(PROMTOOL));
  expect(() => check(["sum by (instance (turnout_sockets)"])).toThrow("parse error");
});
