import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../../../dev-database/src/embedded-postgres.ts";
import { migrate } from "./migrate.ts";
import { runOn } from "./test-database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The migrated database that each test file copies. Nobody connects to it: a database in use cannot be copied. */
    templateUrl: string;
  }
}

/** One temporary server for the test run; with TEST_DATABASE_URL, an existing one. */
export default async function setUp(project: TestProject) {
  const server = process.env.TEST_DATABASE_URL ? theirServer(process.env.TEST_DATABASE_URL) : await ourServer();
  const name = `turnout_template_${randomBytes(6).toString("hex")}`;
  await runOn(server.url, `create database ${name}`);
  const template = new URL(server.url);
  template.pathname = `/${name}`;
  await migrate(String(template));
  project.provide("templateUrl", String(template));

  return async () => {
    await runOn(server.url, `drop database ${name} with (force)`);
    await server.stop();
  };
}

async function ourServer() {
  const home = mkdtempSync(join(tmpdir(), "turnout-test-"));
  const { url, stop } = await startEmbeddedPostgres({ home, durable: false });
  return { url, stop: () => stop().finally(() => rmSync(home, { recursive: true, force: true })) };
}

const theirServer = (url: string) => ({ url, stop: async () => {} });
