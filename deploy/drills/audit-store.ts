import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { goTool } from "../gates/locked-tools.ts";

/** How long what has been written may take until it is there (ms). */
const SHIPPED_WITHIN = 30_000;

interface Exported {
  resourceLogs: { scopeLogs: { logRecords: { body: { stringValue: string } }[] }[] }[];
}

/** What a log has become elsewhere. */
export interface Shipped {
  lost: number;
  doubled: number;
}

export interface AuditStore {
  /** From now on it takes what comes; before, it answers 503. */
  take(): void;
  /** Ends the collector at once, and starts it again. */
  restartCollector(): Promise<void>;
  /** Once all of these lines are there, or the time is over. */
  compare(lines: string[]): Promise<Shipped>;
  stop(): Promise<void>;
}

/** Whoever keeps Vault's log elsewhere, and the collector that ships it there. */
export async function startAuditStore(folder: string, log: string): Promise<AuditStore> {
  const program = await goTool("collector");
  const got: string[] = [];
  let isTaking = false;
  const server = createServer((request, reply) => {
    void text(request).then((body) => {
      if (!isTaking) return reply.writeHead(503).end();
      const { resourceLogs } = JSON.parse(body) as Exported;
      const records = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
      got.push(...records.map((record) => record.body.stringValue));
      return reply.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  mkdirSync(join(folder, "state"));
  const env = {
    PATH: process.env.PATH,
    AUDIT_LOG: log,
    AUDIT_STATE: join(folder, "state"),
    AUDIT_STORE: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  const config = join(import.meta.dirname, "../vault/collector-audit.yaml");
  const start = () =>
    startChild(program, ["--config", config, "--feature-gates", "stanza.synchronousLogEmitter"], { cwd: folder, env, stdio: "ignore" });
  let collector = start();
  return {
    take: () => void (isTaking = true),
    async restartCollector() {
      await endChild(collector, "SIGKILL");
      collector = start();
    },
    async compare(lines) {
      const lost = () => lines.filter((line) => !got.includes(line)).length;
      for (const deadline = Date.now() + SHIPPED_WITHIN; lost() > 0 && Date.now() < deadline;) await sleep(500);
      return { lost: lost(), doubled: got.length - new Set(got).size };
    },
    async stop() {
      await endChild(collector, "SIGTERM");
      server.closeAllConnections();
      server.close();
    },
  };
}
