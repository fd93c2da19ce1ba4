import { afterAll, expect, test } from "vitest";
import { openClient } from "./postgres-server.ts";
import { startPostgres } from "./postgres.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const { disk, remove } = temporaryFolder();
const postgres = await startPostgres(disk, false);
afterAll(async () => {
  await postgres.stop();
  remove();
});

// Where we may not mount, no round has a full disk either, and says so.
test.runIf(postgres.hasOwnDisk)("a full disk takes no more, and goes on as soon as there is room", async () => {
  const client = await openClient(postgres.url);
  const write = () => client.query("insert into kept select repeat('x', 1000) from generate_series(1, 1000)");
  await client.query("create table kept (words text)");
  await write();
  postgres.fillDisk();
  await expect(write()).rejects.toMatchObject({ code: "53100" });
  expect((await client.query("select count(*)::int as count from kept")).rows).toEqual([{ count: 1_000 }]);
  postgres.freeDisk();
  await write();
  await client.end();
});
