import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { GIVES_UP_AFTER, watchLeader } from "./witness.ts";

const isThere = (() => {
  try {
    execFileSync("etcd", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();
const TTL = 20;

test.skipIf(!isThere)(
  "a leader that does not renew its lease loses its place after five seconds; control: one that does keeps it",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "turnout-witness-"));
    const [client, peer] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
    const places = [`--listen-client-urls=${client}`, `--advertise-client-urls=${client}`, `--listen-peer-urls=${peer}`];
    const etcd = startChild(
      "etcd",
      [`--data-dir=${folder}`, ...places, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=default=${peer}`],
      {
        stdio: "ignore",
      },
    );
    const end = new AbortController();
    onTestFinished(async () => {
      end.abort();
      await endChild(etcd, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    });
    const ask = async (what: string, body: object) => {
      const answer = await fetch(`${client}/v3/${what}`, { method: "POST", body: JSON.stringify(body) });
      return (await answer.json()) as { ID?: string; count?: string };
    };
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const keyOf = (scope: string) => base64(`/service/${scope}/leader`);
    const isHeld = async (scope: string) => (await ask("kv/range", { key: keyOf(scope) })).count === "1";
    await expect
      .poll(() =>
        ask("kv/range", { key: keyOf("any") })
          .then(() => true)
          .catch(() => false),
      )
      .toBe(true);

    const lead = async (scope: string) => {
      const { ID } = await ask("lease/grant", { TTL });
      await ask("kv/put", { key: keyOf(scope), value: base64("one"), lease: ID });
      return ID!;
    };
    const [renewed] = [await lead("renewed"), await lead("silent")];
    const told: string[] = [];
    for (const scope of ["renewed", "silent"]) void watchLeader({ etcd: [client], scope, tell: (what) => told.push(what) }, end.signal);
    const began = performance.now();
    while ((await isHeld("silent")) && performance.now() - began < TTL * 1_000) {
      await ask("lease/keepalive", { ID: renewed });
      await sleep(500);
    }
    const took = (performance.now() - began) / 1_000;
    expect(took).toBeGreaterThan(GIVES_UP_AFTER - 2);
    expect(took).toBeLessThan(TTL / 2);
    expect(told).toEqual([expect.stringMatching(/^one has been silent for \d+ s: its place is free$/)]);
    expect(await isHeld("renewed")).toBe(true);
  },
);
