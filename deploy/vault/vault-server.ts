import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, isRunning, startChild } from "../../server/src/testing/child-process.ts";
import { Failed, MissingTool } from "../failed.ts";

/** How long it may take to start (ms). */
const START_WITHIN = 30_000;
const ROOT_TOKEN = "made-for-a-drill";

export interface Answer {
  status: number;
  data: Record<string, unknown>;
  [field: string]: unknown;
}

export interface VaultServer {
  address: string;
  program: string;
  /** Asks with all rights, or with a token's; a status of 400 or more is an answer too. */
  ask(method: string, path: string, body?: object, token?: string): Promise<Answer>;
  /** The same with all rights; throws where it is refused. */
  must(method: string, path: string, body?: object): Promise<Answer>;
  /** The file in which it notes who asked for what, and what stands there. */
  auditLog: string;
  audit(): string;
  stop(): Promise<void>;
}

/** The server on this machine; `MissingTool` where there is none. */
export function vaultProgram(): string {
  for (const program of [process.env.VAULT_PROGRAM, "bao", "vault"]) {
    if (!program) continue;
    try {
      execFileSync(program, ["version"], { stdio: "ignore" });
      return program;
    } catch {
      // the next one
    }
  }
  throw new MissingTool("skipped: there is neither OpenBao (bao) nor Vault on this machine; VAULT_PROGRAM may name one");
}

/** A real server that keeps everything in memory, on loopback, with its log of who asked for what in a file. */
export async function startVault(folder: string): Promise<VaultServer> {
  const program = vaultProgram();
  const [port, log] = [await freePort(), join(folder, "audit.log")];
  const config = join(folder, "server.hcl");
  writeFileSync(config, `audit "file" "requests" {\n  options = { file_path = "${log}" }\n}\n`);
  const place = `127.0.0.1:${port}`;
  const args = [
    "server",
    "-dev",
    "-dev-no-store-token",
    `-dev-root-token-id=${ROOT_TOKEN}`,
    `-dev-listen-address=${place}`,
    `-config=${config}`,
  ];
  const child = startChild(program, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr!.on("data", (chunk: Buffer) => (said = (said + String(chunk)).slice(-2_000)));
  const address = `http://${place}`;

  async function ask(method: string, path: string, body?: object, token = ROOT_TOKEN): Promise<Answer> {
    const answer = await fetch(`${address}/v1/${path}`, {
      method,
      headers: { "x-vault-token": token },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { data: {}, ...(text ? (JSON.parse(text) as object) : {}), status: answer.status };
  }
  async function must(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await ask(method, path, body);
    if (answer.status >= 400) throw new Failed(`${method} ${path}: ${answer.status} ${JSON.stringify(answer["errors"])}`);
    return answer;
  }
  const isUp = () =>
    ask("GET", "sys/health").then(
      ({ status }) => status === 200,
      () => false,
    );
  for (const deadline = Date.now() + START_WITHIN; !(await isUp()); await sleep(100))
    if (!isRunning(child) || Date.now() > deadline) {
      await endChild(child, "SIGKILL");
      throw new Failed(`${program} does not start: ${said.trim().split("\n").slice(-3).join(" ")}`);
    }
  return {
    address,
    program,
    ask,
    must,
    auditLog: log,
    audit: () => readFileSync(log, "utf8"),
    stop: () => endChild(child, "SIGTERM"),
  };
}
