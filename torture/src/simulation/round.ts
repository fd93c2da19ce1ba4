import type { Random } from "../processes/random.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import type { Node } from "./server-process.ts";
import type { Person } from "./person.ts";
import type { Recorder } from "../recorder.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { NetworkConditions } from "./network-conditions.ts";

/** Everything that those who take part in one schedule can reach. */
export interface Round {
  eventId: string;
  /** Another event that the same processes serve, at which something is said now and then. */
  besideId: string;
  time: VirtualTime;
  conditions: NetworkConditions;
  database: MemoryDatabase;
  nodes: Node[];
  recorder: Recorder;
  people: Person[];
  /** Choices of whoever reads; those who act have a source of their own each. */
  random: Random;
  lines: Set<{ stall(): void; goOn(): void; cut(): void; halfOpen(): void }>;
}
