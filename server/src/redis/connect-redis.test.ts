import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { connectRedis, redisNamespace, tryRedis, type RedisClient } from "./connect-redis.ts";
import { skipWithoutRedis, testRedis } from "./redis-server.test-support.ts";
import { until } from "../testing/until.ts";

/** Content type of the first TLS record (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 22;

const opened: RedisClient[] = [];
afterEach(() => opened.splice(0).forEach((client) => client.disconnect()));

function connecting(url: string) {
  const failures: string[] = [];
  const client = connectRedis(url, { onFailure: ({ message }) => failures.push(message) });
  opened.push(client);
  return { client, failures };
}

describe.skipIf(skipWithoutRedis)("a connection to Redis", async () => {
  const server = await testRedis();

  test("uses the name, the password and the database of its URL", async () => {
    await server.ask("ACL", "SETUSER", "turnout", "on", ">p@ss/word", "~*", "&*", "+@all");
    const url = new URL(server.url);
    url.username = "turnout";
    url.password = encodeURIComponent("p@ss/word");
    url.pathname = "/3";
    const { client, failures } = connecting(String(url));
    await expect.poll(() => client.status).toBe("ready");
    expect(String(await client.call("CLIENT", "INFO"))).toMatch(/ db=3 .* user=turnout /);
    expect(failures).toEqual([]);
  });

  test("that is rejected reports it, keeps trying, and fails commands at once", async () => {
    const url = new URL(server.url);
    [url.username, url.password] = ["turnout", "wrong"];
    const { client, failures } = connecting(String(url));
    await expect.poll(() => failures.join()).toContain("WRONGPASS");
    await expect(client.get("x")).rejects.toThrow("isn't writeable");
    expect(client.status).not.toBe("end");
  });

  test("to a server that is down fails commands at once, and opens when the server is back", async () => {
    await server.kill();
    const { client } = connecting(server.url);
    await expect(client.get("x")).rejects.toThrow("isn't writeable");
    await server.restart();
    await until(() => expect(client.status).toBe("ready"));
  });
});

test.each(["localhost", "127.0.0.1"])("TLS to %s begins with a handshake: an IP address is never sent as a server name", async (host) => {
  const greeting = Promise.withResolvers<number>();
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (record: Buffer) => greeting.resolve(record[0]!));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const { client } = connecting(`rediss://${host}:${port}`);
  expect(await greeting.promise).toBe(TLS_HANDSHAKE);
  client.disconnect();
  server.close();
});

test("a URL whose server accepts connections and answers nothing is given up", async () => {
  const silent = createServer((socket) => socket.on("error", () => {}).resume());
  await once(silent.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  await expect(tryRedis(`redis://turnout:password@127.0.0.1:${port}`)).rejects.toThrow("Socket timeout");
});

test("names in Redis depend on the secret, and do not reveal it", () => {
  const [one, other] = [redisNamespace("a secret"), redisNamespace("another secret")];
  expect(one).not.toBe(other);
  expect(one).not.toContain("secret");
});
