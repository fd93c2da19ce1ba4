import { describe, expect, test } from "vitest";
import { skipWithoutRedis, testRedis } from "./redis/redis-server.test-support.ts";
import { testApp } from "./testing/test-app.ts";
import { until } from "./testing/until.ts";

const readiness = async ({ server }: Awaited<ReturnType<typeof testApp>>) => {
  const { statusCode, body } = await server.inject({ url: "/readyz", headers: { host: "turnout.test" } });
  return [statusCode, JSON.parse(body) as Record<string, string>];
};

describe.skipIf(skipWithoutRedis)("readiness", async () => {
  const redis = await testRedis();

  test.for([
    ["may do everything", ["~*", "&*", "+@all"], "connected"],
    ["may do what docs/operating.md says", ["~turnout:*", "&turnout:*", "+@all", "-@admin", "-@dangerous", "+info"], "connected"],
    ["may not publish", ["~*", "&*", "+@all", "-spublish"], "no_rights"],
    ["may not listen", ["~*", "&*", "+@all", "-ssubscribe"], "no_rights"],
    ["may not use our channels", ["~*", "resetchannels", "&other:*", "+@all"], "no_rights"],
  ] as const)(
    "says whether the Redis user may do all that is needed: one that %s, and the process is ready all the same",
    async ([what, rules, state]) => {
      const name = what.replaceAll(" ", "-");
      await redis.ask("ACL", "SETUSER", name, "on", ">secret", ...rules);
      const redisUrl = new URL(redis.url);
      [redisUrl.username, redisUrl.password] = [name, "secret"];
      const app = await testApp({ redisUrl: String(redisUrl) });
      await until(async () => expect(await readiness(app)).toEqual([200, { status: "ready", redis: state }]));
      await new Promise((later) => setTimeout(later, 2_500)); // longer than a beat of the bus
      expect(await readiness(app)).toEqual([200, { status: "ready", redis: state }]);
    },
  );

  test("says that Redis is away", async () => {
    const app = await testApp({ redisUrl: "redis://127.0.0.1:1" });
    expect(await readiness(app)).toEqual([200, { status: "ready", redis: "away" }]);
  });
});
