import { expect, test } from "vitest";
import { createServerThatLogs } from "./log-lines.test-support.ts";
import { requireUpgrade } from "./upgrade-required.ts";

const host = "turnout.test";

test("a plain request to the socket's path is answered with the reason, and the operator is warned once", async () => {
  const { server, lines } = await createServerThatLogs();
  requireUpgrade(server, "/live");
  for (const headers of [{ host }, { host, "sec-websocket-key": "x" }, { host, connection: "close", upgrade: "" }]) {
    const reply = await server.inject({ url: "/live", headers });
    expect(reply.statusCode).toBe(426);
    expect(reply.headers).toMatchObject({
      upgrade: "websocket",
      "content-type": "application/problem+json; charset=utf-8",
      "cache-control": "no-store",
    });
    expect(reply.json()).toMatchObject({
      code: "upgrade_required",
      detail: expect.stringContaining("a proxy in front has to pass them on"),
    });
  }
  expect(lines("warn").map(({ msg }) => msg)).toEqual([expect.stringMatching(/^\/live was asked for without an upgrade: a proxy/)]);
});
