import { sql } from "kysely";
import { expect, test } from "vitest";
import { accountsWorld } from "./accounts-world.test-support.ts";
import { createLogin } from "./login.ts";

const world = await accountsWorld();

/** The library's own comparison of our tables with what it reads and writes; null when it is content. */
async function mismatch(): Promise<string | null> {
  const { $context } = createLogin({ ...world.accounts, onSessionEnded: () => {} });
  const { explicitSchemaCheck } = (await $context) as unknown as { explicitSchemaCheck: () => Promise<void> | undefined };
  try {
    await explicitSchemaCheck();
    return null;
  } catch (error) {
    return String(error);
  }
}

test("the login library finds every table and column that it works with", async () => {
  expect(await mismatch()).toBeNull();
  await sql`alter table sessions rename column token to tokens`.execute(world.db);
  expect(await mismatch()).toContain("token");
  await sql`alter table sessions rename column tokens to token`.execute(world.db);
});

test("it reports to nobody and says nothing", async () => {
  const { options } = await world.accounts.login.$context;
  expect(options.telemetry).toEqual({ enabled: false });
  expect(options.logger).toEqual({ disabled: true });
});
