import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Failed } from "../failed.ts";
import { goTool } from "../gates/locked-tools.ts";

/** A registry on this machine that keeps everything in memory, for rehearsals. */
interface LocalRegistry {
  address: string;
  close(): void;
}

export async function openRegistry(): Promise<LocalRegistry> {
  const child = spawn(await goTool("registry"), ["-port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const lines = createInterface(child.stderr);
  const ended = once(child, "exit").then(() => {
    throw new Failed("the registry does not start");
  });
  ended.catch(() => {});
  const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
  const port = /serving on port (\d+)/.exec(line)?.[1];
  if (!port) throw new Failed(`the registry does not start: ${line}`);
  return { address: `localhost:${port}/turnout`, close: () => child.kill() };
}
