import { expect, test } from "vitest";
import { createPartsSender } from "../http/send-parts.ts";
import { createHttpServer } from "../http/server.ts";
import { createLogger } from "../telemetry/logging.ts";
import { afterFile } from "../testing/after-file.ts";
import { createPageSender } from "./send-page.ts";

test("a page carries the server's time in a header, and its body is the same for everybody", async () => {
  let compressions = 0;
  const send = createPageSender(
    createPartsSender({
      whole: async (bytes) => bytes,
      async pieces({ pieces }) {
        compressions += 1;
        return pieces;
      },
    }),
  );
  const server = await createHttpServer({ publicUrl: "http://turnout.test", trustedHops: 0, logger: createLogger("silent") });
  const page = { start: Buffer.from("<!doctype html><p>An evening by the lake.</p>"), end: Buffer.alloc(0) };
  server.get("/page", { config: { authz: "anyone", limit: "read" } }, (request, reply) => send(request, reply, 200, page));
  afterFile(() => server.close());
  const ask = () => server.inject({ url: "/page", headers: { host: "turnout.test", "accept-encoding": "br" } });
  const [first, second] = [await ask(), await ask()];
  for (const { headers } of [first, second]) {
    expect(headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    const named = Number(/^now;dur=(\d+)$/.exec(String(headers["server-timing"]))![1]);
    expect(Math.abs(named - Date.now())).toBeLessThan(60_000);
  }
  expect(compressions).toBe(1);
});
