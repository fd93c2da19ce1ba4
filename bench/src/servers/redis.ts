import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { Redis } from "ioredis";

export interface OwnRedis {
  url: string;
  /** Ends it without a word, as a crash would. */
  kill(): void;
}

/** A Redis of our own, that keeps nothing. Null: there is none on this machine. */
export async function startRedis(): Promise<OwnRedis | null> {
  const port = await freePort();
  const server = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], {
    stdio: "ignore",
  });
  const isThere = await new Promise<boolean>((resolve) => {
    server.once("spawn", () => resolve(true));
    server.once("error", () => resolve(false));
  });
  if (!isThere) return null;
  const kill = () => void server.kill("SIGKILL");
  process.once("exit", kill);
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  client.on("error", () => {});
  await client.ping();
  client.disconnect();
  return { url, kill };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
