import type { Random } from "../processes/random.ts";
import { startServerProcess, type ServerProcess, type Surroundings } from "./server-process.ts";

/** A place where one server process after the other runs. */
export interface Node {
  readonly id: string;
  /** Null: there is none at the moment. */
  readonly process: ServerProcess | null;
  /** By how much its clock is wrong (ms). */
  skew: number;
  start(): void;
  kill(): void;
}

export function createNode(id: string, surroundings: Surroundings): Node {
  let process: ServerProcess | null = null;
  const node: Node = {
    id,
    skew: 0,
    get process() {
      return process;
    },
    start: () => void (process ??= startServerProcess(id, () => node.skew, surroundings)),
    kill() {
      process?.lifetime.kill();
      process = null;
    },
  };
  node.start();
  return node;
}

export const anyNode = (nodes: readonly Node[], random: Random): Node => random.pick(nodes);
