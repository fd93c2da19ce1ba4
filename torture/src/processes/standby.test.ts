import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { migrate } from "../../../server/src/db/migrate.ts";
import { withClient } from "./postgres-server.ts";
import { startPostgres } from "./postgres.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const { disk, remove } = temporaryFolder();
const postgres = await startPostgres(disk, true);
await migrate(postgres.url);
await postgres.ensureFollowed();
afterAll(async () => {
  await postgres.stop();
  remove();
});

const ask = async <Row extends object>(text: string): Promise<Row[]> =>
  withClient(postgres.url, async (client) => (await client.query<Row>(text)).rows);

test("whoever takes over has all that was acknowledged, and begins a new epoch by itself", async () => {
  await ask("create table kept (value int)");
  const epochs: string[] = [];
  for (const value of [1, 2, 3]) {
    const [row] = await ask<{ epoch: string }>("select epoch from life");
    epochs.push(row!.epoch);
    const { port } = postgres;
    await ask(`insert into kept values (${value})`);
    await postgres.failOver();
    expect(postgres.port).not.toBe(port);
    expect((await ask<{ value: number }>("select value from kept")).at(-1)).toEqual({ value });
    await postgres.ensureFollowed();
  }
  expect(epochs.map((epoch) => epoch.slice(-8))).toEqual(["00000001", "00000002", "00000003"]);
  expect(new Set(epochs.map((epoch) => epoch.slice(0, -8))).size).toBe(1);
});

/** What becomes of a row that is written while the standby hears nothing, and whether the standby has it. */
async function writtenAtTheEnd(value: number): Promise<{ told: string; kept: boolean }> {
  let told = "nothing";
  await postgres.failOver(async () => {
    const written = ask(`insert into kept values (${value})`).then(
      () => (told = "acknowledged"),
      () => (told = "unknown"),
    );
    await Promise.race([written, sleep(500)]);
  });
  const kept = (await ask(`select 1 from kept where value = ${value}`)).length > 0;
  await postgres.ensureFollowed();
  return { told, kept };
}

test("what the standby does not have is not acknowledged; the control, which does not wait for it, loses", async () => {
  expect(await writtenAtTheEnd(4)).toEqual({ told: "unknown", kept: false });
  await ask("alter system set synchronous_standby_names = ''");
  await ask("select pg_reload_conf()");
  expect(await writtenAtTheEnd(5)).toEqual({ told: "acknowledged", kept: false });
});

test("a crash begins no new epoch", async () => {
  const before = await ask("select epoch from life");
  await postgres.kill();
  await postgres.ensureRunning();
  expect(await ask("select epoch from life")).toEqual(before);
});
