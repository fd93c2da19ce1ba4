import type { Viewer } from "@turnout/contract/audience";
import { Refusal } from "@turnout/contract/refusals";
import { createBatchLoader } from "../../../server/src/db/batch-loader.ts";
import { isOutage } from "../../../server/src/db/outage.ts";
import { createEventWriter } from "../../../server/src/log/change-event.ts";
import type { Outcome } from "../../../server/src/log/decide-batch.ts";
import type { Command } from "../../../server/src/log/command.ts";
import { createFeeds } from "../../../server/src/realtime/feeds.ts";
import { openSession, type Identity, type Connection } from "../../../server/src/realtime/session.ts";
import type { AheadLimits } from "../../../server/src/log/waiting-commands.ts";
import type { BusNetwork } from "./bus-network.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import { createProcessLifetime } from "./process-lifetime.ts";
import { createProcessStore } from "./process-store.ts";
import { readAccess } from "./read-access.ts";
import { readSnapshot } from "./read-snapshot.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { NetworkConditions } from "./network-conditions.ts";

export interface Surroundings {
  time: VirtualTime;
  conditions: NetworkConditions;
  database: MemoryDatabase;
  network: BusNetwork;
  /** Most entries of one reading of the log. */
  page: number;
  /** Transactions that one process may have under way: the fewer, the more events are in each. */
  transactions: number;
  /** When a batch is decided ahead. */
  ahead: AheadLimits;
  /** What went wrong inside, and is nobody's fault but the server's. */
  onFailure(error: unknown): void;
}

const BEGINNING = Date.parse("2027-06-17T12:00:00.000Z");

/** One process of the server from its start to its end: the real writer, feeds and sessions. `skew` is by how much its clock is wrong (ms). */
function startServerProcess(id: string, skew: () => number, surroundings: Surroundings) {
  const { time, conditions, database, network, page, transactions, ahead, onFailure } = surroundings;
  const lifetime = createProcessLifetime(time);
  lifetime.onEnd(() => database.abandon(lifetime));
  const store = createProcessStore({ database, lifetime, conditions, page });
  const bus = network.join(id, lifetime);
  const now = () => new Date(BEGINNING + Math.floor(time.now()) + skew());
  const changeEvent = createEventWriter({ store, now, hint: (hint) => bus.publish({ type: "hint", hint }), transactions, ahead });
  const onError = (error: unknown) => {
    if (!isOutage(error)) onFailure(error);
  };
  const feeds = createFeeds({ log: store, bus, clock: lifetime.clock, onError });
  const accessTo = createBatchLoader((eventId, identities: Identity[]) =>
    store.ask(() => identities.map((identity) => readAccess(database, eventId, identity))),
  );
  const snapshotFor = createBatchLoader((eventId, viewers: Viewer[]) =>
    store.ask(() => viewers.map((viewer) => readSnapshot(database, eventId, viewer))),
  );

  let unanswered = 0;

  return {
    lifetime,
    /** Commands that it has taken and not answered. */
    get unanswered() {
      return unanswered;
    },
    async command(identity: Identity, eventId: string, command: Command<never, unknown>, input: { commandId: string }): Promise<Outcome> {
      const { caller } = await accessTo(eventId, identity);
      const grantOf = () => database.grantOf(identity.visitId ?? "", eventId);
      const hadGuest = Boolean(grantOf()?.guestId);
      const opensEvent = command.name === "createEvent";
      unanswered += 1;
      const answered = changeEvent(eventId, command as never, input, caller, { opensEvent }).finally(() => (unanswered -= 1));
      const outcome = await answered.catch((error: unknown) => {
        if (!(error instanceof Refusal)) onError(error);
        throw error;
      });
      const { guestId } = outcome.result as { guestId?: string };
      if (guestId && !caller.guestId && !caller.user && identity.visitId) {
        const { visitId } = identity;
        await store.ask(() => {
          const before = grantOf();
          if (hadGuest || !before?.guestId)
            database.grant(visitId, eventId, { shareVersion: before?.shareVersion ?? null, guestId, accessVersion: 1 });
        });
      }
      return outcome as Outcome;
    },
    async snapshot(identity: Identity, eventId: string) {
      const { viewer } = await accessTo(eventId, identity);
      return viewer && snapshotFor(eventId, viewer);
    },
    connect: (connection: Connection, identity: Identity) =>
      openSession(
        {
          feeds,
          presence: { changed() {}, typing() {} },
          viewerOf: async (eventId, who) => (await accessTo(eventId, who)).viewer,
          onError,
        },
        connection,
        identity,
      ),
  };
}

export type Node = ReturnType<typeof createNode>;

/** A place where one server process after the other runs. */
export function createNode(id: string, surroundings: Surroundings) {
  let process: ReturnType<typeof startServerProcess> | null = null;
  const node = {
    id,
    /** By how much its clock is wrong (ms). */
    skew: 0,
    /** Null: there is none at the moment. */
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
