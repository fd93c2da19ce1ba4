import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { FIRST_PORT, freePort, LAST_PORT } from "./free-port.ts";

test("a free port is not an ephemeral one", async () => {
  const found = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  for (const port of found) {
    expect(port).toBeGreaterThanOrEqual(FIRST_PORT);
    expect(port).toBeLessThan(LAST_PORT);
  }
});

test("a port that was found is nobody else's as long as its process runs", async () => {
  const found = await Promise.all(Array.from({ length: 500 }, () => freePort()));
  expect(new Set(found).size).toBe(found.length);
  const other = `
    import { freePort } from ${JSON.stringify(new URL("free-port.ts", import.meta.url).href)};
    const found = await Promise.all(Array.from({ length: 500 }, () => freePort()));
    console.log(JSON.stringify(found));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", other]);
  const theirs = JSON.parse(stdout) as number[];
  expect(theirs).toHaveLength(500);
  expect(theirs.filter((port) => found.includes(port))).toEqual([]);
});

test("a given port is returned if it is free, and rejected if not", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  await expect(freePort(port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  await new Promise((done) => taken.close(done));
  expect(await freePort(port)).toBe(port);
});
