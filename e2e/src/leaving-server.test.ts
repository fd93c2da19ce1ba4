import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { freePort } from "../../server/src/free-port.ts";
import { childServer, skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { conversation, message, openConversation, say } from "./support/conversation.ts";
import { anEvent, invite, openEvent, openInvitation, untilLive } from "./support/events.ts";
import { startServer, type ServerProcess } from "./support/server-process.ts";
import { openStage } from "./support/stage.ts";
import { afterFile } from "../../server/src/testing/after-file.ts";

const stage = openStage();
const folder = mkdtempSync(join(tmpdir(), "turnout-leaving-"));
const servers: ServerProcess[] = [];

/** Notes whatever the page says of its connection from now on. */
async function noteStates(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    const look = () => {
      const words = document.querySelector(".live-badge")?.textContent ?? "none";
      if (seen.at(-1) !== words) seen.push(words);
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(globalThis, { statesSeen: seen });
  });
  return () => page.evaluate(() => (globalThis as unknown as { statesSeen: string[] }).statesSeen);
}

describe.skipIf(process.platform === "win32" || skipWithout("haproxy"))("two servers behind HAProxy", () => {
  const runtimeSocket = join(folder, "haproxy");
  /** Whether HAProxy sends people to a server. */
  const isUp = async (at: number) => {
    const socket = connect(runtimeSocket);
    socket.end("show stat\n");
    return (await text(socket)).split("\n").some((line) => line.startsWith(`turnout,${["one", "two"][at]},`) && /,UP[, ]/.test(line));
  };

  beforeAll(async () => {
    const postgres = await startEmbeddedPostgres({ home: folder, durable: false });
    afterFile(async () => {
      await Promise.all(servers.map((one) => one.close()));
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    const port = await freePort();
    stage.url = `http://localhost:${port}`;
    const settings = { PUBLIC_URL: stage.url, DATABASE_URL: postgres.url, SECRET: "a".repeat(32), TRUSTED_HOPS: "2", SHUTDOWN_NOTICE: "3" };
    for (const _ of [1, 2]) servers.push(await startServer({ ...settings, MAILBOX: "on" }));
    const ours = Object.fromEntries(servers.map(({ url }, at) => [`SERVER_${at + 1}`, `127.0.0.1:${new URL(url).port}`]));
    const env = { PATH: process.env.PATH, BIND: `127.0.0.1:${port}`, RUNTIME_SOCKET: runtimeSocket, ...ours };
    await childServer("haproxy", ["-db", "-f", resolve(import.meta.dirname, "../../deploy/edge/haproxy.cfg")], port, { env });
  });

  test("each is stopped in turn: no page shows that it was away, and nothing is lost or doubled", async () => {
    const host = await stage.aHost("Ada Almeida");
    const guest = await stage.aGuest("Grace Hopper");
    const event = await anEvent(host);
    await invite(event, [guest]);
    await openEvent(host, event);
    await openInvitation(guest, event);
    await untilLive(guest);
    const states = [await noteStates(host.page), await noteStates(guest.page)];
    await openConversation(guest.page);
    for (const [at, server] of servers.entries()) {
      const stopped = server.close();
      await say(guest.page, `While server ${at} leaves`);
      await stopped;
      await say(guest.page, `Without server ${at}`);
      await message(host.page, `Without server ${at}`).waitFor();
      await server.start();
      // Before the other one leaves.
      await expect.poll(() => isUp(at)).toBe(true);
    }
    expect(await conversation(host.page).getByRole("article").count()).toBe(4);
    expect(await conversation(guest.page).getByRole("article").count()).toBe(4);
    expect(await Promise.all(states.map((seen) => seen()))).toEqual([["Live"], ["Live"]]);
  });
});
