import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { FIRST_PORT, freePort, LAST_PORT } from "./free-port.ts";

test("a free port is not an ephemeral one", async () => {
  const found = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  for (const port of found) {
    expect(port).toBeGreaterThanOrEqual(FIRST_PORT);
    expect(port).toBeLessThan(LAST_PORT);
  }
});

test("a given port is returned if it is free, and rejected if not", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  await expect(freePort(port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  await new Promise((done) => taken.close(done));
  expect(await freePort(port)).toBe(port);
});
