import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { sql, type Kysely } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import { passkeyDevice } from "../src/accounts/passkey-device.test-support.ts";
import type { Database } from "../src/db/database.ts";
import { statementsIn } from "../src/db/statements.ts";
import { runOn, testDatabase } from "../src/db/test-database.ts";
import { coverPictureUrl } from "../src/events/cover-pictures.ts";
import { freePort } from "../src/free-port.ts";
import { openJobs } from "../src/jobs/jobs.ts";
import { aMailServer } from "../src/mail/smtp-server.test-support.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "../src/notifications/mail-pipeline.test-support.ts";
import { afterFile } from "../src/testing/after-file.ts";
import { endChild, startChild } from "../src/testing/child-process.ts";
import { testSecret } from "../src/testing/test-app.ts";
import { until } from "../src/testing/until.ts";
import { bundleServer, NATIVE } from "./bundle-server.ts";
import { BUNDLE } from "./packages.ts";

type Covered = Parameters<typeof coverPictureUrl>[1];

const root = resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "turnout-bundle-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** As in the image: of packages, only those with native code. */
const installation = join(scratch, "installation");
const bundle = await bundleServer(installation);
for (const name of NATIVE) symlinkSync(join(root, "node_modules", name), join(installation, "node_modules", name));
mkdirSync(join(installation, "web/dist"), { recursive: true });
writeFileSync(
  join(installation, "web/dist/index.html"),
  '<!doctype html><html lang="en"><head><!--head--></head><body><div id="root"><!--page--></div><!--data--></body></html>',
);

const source = globSync("server/src/**/*.ts", { cwd: root, exclude: ["**/*.test.ts", "**/*.test-support.ts", "server/src/testing/**"] })
  .filter((path) => !/\/test-\w+\.ts$/.test(path))
  .map((path) => ({ path, code: readFileSync(join(root, path), "utf8") }));

/** Starts the bundled server; what it says arrives in `said`. */
function start(env: Record<string, string>, folder = join(installation, BUNDLE)) {
  const server = startChild(process.execPath, [join(folder, "main.js")], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", SECRET: testSecret, METRICS_PORT: "off", LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  afterFile(() => endChild(server, "SIGKILL"));
  let said = "";
  for (const output of [server.stdout, server.stderr]) output!.on("data", (chunk: Buffer) => (said += String(chunk)));
  return { server, said: () => said };
}

describe("what the bundle has", () => {
  test("every thread and process that the source starts is an entry", () => {
    const starting = source.filter(({ code }) => /\bnew Worker\(|\bfork\(/.test(code));
    const programs = starting.map(({ path, code }) =>
      join(dirname(path), /new URL\("([\w./-]+\.ts)", import\.meta\.url\)/.exec(code)![1]!),
    );
    expect(programs).toContain("server/src/pictures/decode-process.ts");
    expect(Object.keys(bundle.entries).toSorted()).toEqual(
      ["server/bundle/compile-cache.ts", "server/src/main.ts", ...programs].toSorted(),
    );
    for (const file of Object.values(bundle.entries)) expect(existsSync(join(installation, BUNDLE, file)), file).toBe(true);
  });

  test("every file that the source reads from its own place lies there", () => {
    const read = source.flatMap(({ path, code }) =>
      [...code.matchAll(/new URL\(["`]([^"`$]+)[^"`]*["`], import\.meta\.url\)/g)].map(([, name]) => join(dirname(path), name!)),
    );
    const data = read.filter((path) => !path.endsWith(".ts") && path !== "web/dist");
    expect(data).toContain("server/src/db/migrations");
    const inBoth = (path: string) =>
      [root, installation].map((folder) => readdirSync(join(folder, path)).filter((name) => !name.endsWith(".ts")));
    for (const path of data) {
      expect(existsSync(join(installation, path)), path).toBe(true);
      if (!path.endsWith(".txt")) expect(inBoth(path)[1]).toEqual(inBoth(path)[0]);
    }
  });

  test("every package that the server depends on is listed, in its locked version, and none that only development needs", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "server/package.json"), "utf8")) as { dependencies: object };
    const names = bundle.packages.map(({ name }) => name);
    for (const name of Object.keys(dependencies))
      if (!NATIVE.includes(name) && name !== "@turnout/contract") expect(names, name).toContain(name);
    expect(names).toContain("minimatch"); // built into glob's file
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<string, { version: string; dev?: boolean }>;
    };
    const shipped = Object.entries(lock.packages).filter(([, { dev }]) => !dev);
    const locked = new Set(shipped.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, "")} ${version}`));
    expect(bundle.packages.map(({ name, version }) => `${name} ${version}`).filter((one) => !locked.has(one))).toEqual([
      expect.stringMatching(/^rolldown /), // its helpers
    ]);
    expect(JSON.parse(readFileSync(join(installation, BUNDLE, "packages.json"), "utf8"))).toEqual(bundle.packages);
  });

  test("the licence of every package comes along, with its text where the package has one", () => {
    const texts = readFileSync(join(installation, BUNDLE, "licences.txt"), "utf8").split(/\n\n\n(?=\S+ \d\S*: )/);
    expect(texts.map((text) => text.split(": ", 1)[0])).toEqual(bundle.packages.map(({ name, version }) => `${name} ${version}`));
    const withoutText = texts.filter((text) => !/copyright/i.test(text)).map((text) => text.split(" ", 1)[0]);
    expect(withoutText).toEqual(["@nodable/entities", "abstract-logging", "ipv6-normalize"]);
  });
});

describe("what would be missing ends the build", () => {
  const build = (name: string, code: string) => {
    const entry = join(scratch, name);
    mkdirSync(dirname(entry), { recursive: true });
    writeFileSync(entry, code);
    return bundleServer(join(scratch, "control"), [entry]);
  };
  test.each([
    ["a package that is not installed", "packaged.ts", 'import "nowhere-to-be-found";', "nowhere-to-be-found"],
    ["a file that is not there", "imported.ts", 'import "./nowhere.ts";', "nowhere.ts"],
    ["a program that is not there", "forked.ts", 'fork(new URL("nowhere.ts", import.meta.url));', "nowhere.ts"],
    ["a path by import.meta.dirname", "dirname.ts", "console.log(import.meta.dirname);", "import.meta.dirname has no place"],
    [
      "a package by createRequire",
      "required.ts",
      'import { createRequire } from "node:module"; createRequire("/")("pg");',
      "createRequire",
    ],
    ["a package's own place", "node_modules/nosy/index.js", "module.exports = __dirname;", "say in keep-paths.ts what nosy reads"],
  ])("%s", async (_name, file, code, reason) => {
    await expect(build(file, code)).rejects.toThrow(reason);
  });
  test("control: what is found builds", async () => {
    writeFileSync(join(scratch, "thread.ts"), "export {};");
    const { entries } = await build("found.ts", 'import "node:fs"; console.log(new URL("thread.ts", import.meta.url), import.meta.url);');
    expect(Object.values(entries).toSorted()).toEqual(["found.js", "thread.js"]);
  });
});

test("the bundled server migrates an empty database", async () => {
  const { url } = await testDatabase();
  await runOn(url, "drop schema public cascade");
  await runOn(url, "create schema public");
  const { server, said } = start({ DATABASE_URL: url, ROLES: "migrate" });
  await once(server, "close");
  expect([server.exitCode, said()]).toEqual([0, expect.not.stringContaining("rror")]);
  const migrations = readdirSync(join(root, "server/src/db/migrations")).filter((name) => name.endsWith(".sql"));
  await runOn(url, `do $$ begin assert (select count(*) from migrations) = ${migrations.length}; end $$`);
});

test("without DATABASE_URL it says in one line what it needs, and where that is from when it is asked", async () => {
  const { server, said } = start({ DATA_DIR: join(scratch, "data"), PORT: "0", LOG_LEVEL: "debug" });
  await once(server, "close");
  expect(server.exitCode).toBe(1);
  const lines = said().trim().split("\n");
  expect(lines.at(-1)).toBe("Turnout cannot start: this installation comes without a PostgreSQL: set DATABASE_URL to one of your own");
  expect(said()).toMatch(/at .*startDevDatabase/);
});

test("in a checkout, as npm start runs it, it has the built-in database, and all else where it lies in the source", async () => {
  const here = join(root, ".cache", `server-test${process.pid}`);
  afterFile(() => rmSync(here, { recursive: true, force: true }));
  await promisify(execFile)(process.execPath, [join(root, "server/bundle/bundle-here.ts"), here]);
  const port = await freePort();
  const { server, said } = start({ DATA_DIR: join(scratch, "built-in"), PORT: `${port}` }, here);
  await until(() => expect(said()).toContain("ready: http"));
  const ask = async (path: string) => (await fetch(`http://localhost:${port}${path}`, { signal: AbortSignal.timeout(60_000) })).status;
  expect(await Promise.all(["/livez", "/mailbox", "/api/docs/static/swagger-ui.css"].map(ask))).toEqual([200, 200, 200]);
  await endChild(server, "SIGTERM");
  expect([server.exitCode, said()]).toEqual([0, expect.not.stringContaining("rror")]);
});

test("of several that make the bundle of a checkout, one at a time or at once, the first is kept whole", async () => {
  const here = join(root, ".cache", `server-twice${process.pid}`);
  afterFile(() => rmSync(here, { recursive: true, force: true }));
  const make = () => promisify(execFile)(process.execPath, [join(root, "server/bundle/bundle-here.ts"), here]);
  await Promise.all([make(), make()]);
  const { ino } = statSync(join(here, "main.js"));
  await make();
  expect(statSync(join(here, "main.js")).ino).toBe(ino);
  expect(readdirSync(join(root, ".cache")).filter((name) => name.startsWith(`server-twice${process.pid}.`))).toEqual([]);
});

test("what starts loads neither fetch nor what only email and Redis need", async () => {
  const starting = ["app", "run-process", "db/open-database", "jobs/jobs", "telemetry/operator-port"];
  const modules = starting.map((name) => pathToFileURL(join(root, `server/src/${name}.ts`)).href);
  const code = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    process.on("exit", () => console.log(JSON.stringify([...loaded, ...process.moduleLoadList])));
    for (const url of ${JSON.stringify(modules)}) await import(url);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], { maxBuffer: 1e8 });
  const loaded = JSON.parse(stdout) as string[];
  const has = (part: string) => loaded.some((name) => name.includes(part));
  expect(["server/src/app.ts", "/fastify/", "NativeModule http"].map(has)).toEqual([true, true, true]); // control: what is loaded is listed
  expect(["deps/undici", "/nodemailer/", "/ioredis/"].filter(has)).toEqual([]);
});

/** Libraries that keep a register of classes have to be there once. Returns the status of the reply. */
async function signInByPasskey(db: Kysely<Database>, origin: string): Promise<number> {
  const [device, user] = [passkeyDevice(origin), randomUUID()];
  await sql`insert into users (id, name, email, email_verified, locale) values (${user}, 'Ada', ${`${user}@example.org`}, true, 'en')`.execute(
    db,
  );
  await sql`insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
    values (${randomUUID()}, ${user}, ${device.id}, ${device.publicKey}, 0, '{}', 'Phone', now())`.execute(db);
  const post = (path: string, body: object) =>
    fetch(`${origin}/api/auth/${path}`, {
      method: "POST",
      headers: { origin, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
  const { challenge } = (await (await post("passkey-questions", {})).json()) as { challenge: string };
  return (await post("passkey-sign-in", { assertion: device.assert({ challenge }) })).status;
}

test("the bundled server gets ready, sends mail on its thread, decodes a picture in its process, and shows its document", async () => {
  const pipeline = await createMailPipeline();
  const mail = await aMailServer();
  const [port, operator] = [await freePort(), await freePort()];
  const env = {
    DATABASE_URL: pipeline.url,
    SMTP_URL: mail.url,
    MAIL_FROM: "hello@turnout.test",
    PORT: `${port}`,
    METRICS_PORT: `${operator}`,
  };
  const ask = (url: string) => fetch(url, { signal: AbortSignal.timeout(60_000) });
  const ready = () => until(async () => expect((await ask(`http://127.0.0.1:${operator}/readyz`)).status).toBe(200));
  const jobs = await openJobs(pipeline.url, () => {});
  afterFile(() => jobs.stop());
  const invite = async () => {
    const event = await anEventWithGuests(pipeline, guestsToInvite(2));
    await pipeline.db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), pipeline.waiting.splice(0)));
    const covered = await pipeline.db
      .selectFrom("events")
      .select(["id", "cover_theme", "cover_image_id"])
      .where("id", "=", event.id)
      .executeTakeFirstOrThrow();
    return coverPictureUrl({ publicUrl: `http://localhost:${port}`, secret: testSecret }, covered as Covered);
  };

  const first = start(env);
  await ready();
  const cover = await ask(await invite());
  expect([cover.status, cover.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  expect((await ask(`http://localhost:${port}/api/docs/static/swagger-ui.css`)).status).toBe(200);
  expect((await ask(`http://localhost:${port}/api/docs/json`)).status).toBe(200);
  expect(await signInByPasskey(pipeline.db, `http://localhost:${port}`)).toBe(200);
  await until(() => expect(mail.received).toHaveLength(2));
  await endChild(first.server, "SIGTERM");
  expect([first.server.exitCode, first.said()]).toEqual([0, expect.not.stringContaining("rror")]);

  // Control: without their entries, the thread and the process do not start, and nobody does their work.
  for (const file of ["bulk-mail-worker.js", "decode-process.js"]) rmSync(join(installation, BUNDLE, file));
  const second = start(env);
  await ready();
  expect((await ask(await invite())).ok).toBe(false);
  await until(() => expect(second.said()).toMatch(/"MODULE_NOT_FOUND".*worker_thread/));
  await until(() => expect(second.said()).toContain("decode-process.js"));
  expect(mail.received).toHaveLength(2);
  await endChild(second.server, "SIGKILL");
});
