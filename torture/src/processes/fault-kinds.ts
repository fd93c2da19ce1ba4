import type { Cluster, Node } from "./cluster.ts";
import type { FaultProxy } from "./fault-proxy.ts";
import type { NetworkFault } from "./fault-pump.ts";
import { addColumns, removeColumns } from "./migrate-under-load.ts";

/** What this cluster has that can be broken. */
export interface Breakable {
  nodes: number;
  redis: boolean;
  disk: boolean;
  standby: boolean;
  clock: boolean;
}

/** Where a fault happens: the cluster, one of its processes, and the networks around it. */
type Place = Cluster & Node & { fault: { network?: NetworkFault; clock?: string } };

interface Kind {
  /** How often it is chosen, beside the others. */
  weight: number;
  /** For how long at least and at most (ms). */
  lasts: [number, number];
  needs?: Exclude<keyof Breakable, "nodes">;
  /** What is broken. Left out: one process, or a network of its own. */
  target?: "postgres" | "redis" | "all servers";
  /** Clients of the other processes notice nothing. */
  isOfOne?: boolean;
  begin(place: Place): unknown;
  /** Left out: it mends by itself. */
  mend?(place: Place): unknown;
}

const A_WHILE: Kind["lasts"] = [200, 2_000];
const AT_ONCE: Kind["lasts"] = [0, 800];
const ofPostgres = { target: "postgres", lasts: A_WHILE } as const;
const ofRedis = { target: "redis", needs: "redis" } as const;

/** What can be broken in a round, and how. */
const kinds = {
  "kill server": { weight: 4, lasts: A_WHILE, isOfOne: true, begin: ({ server }) => server.kill() },
  "pause server": {
    weight: 3,
    lasts: [100, 3_000],
    isOfOne: true,
    begin: ({ server }) => server.pause(),
    mend: ({ server }) => server.resume(),
  },
  "rolling restart": { weight: 0.7, lasts: A_WHILE, target: "all servers", begin: restartInTurn },
  clock: {
    weight: 1.5,
    lasts: [1_200, 3_000],
    needs: "clock",
    isOfOne: true,
    begin: ({ server, fault }) => server.setClock(fault.clock!),
    mend: ({ server }) => server.setClock("+0"),
  },
  "kill postgres": {
    ...ofPostgres,
    weight: 2.5,
    lasts: AT_ONCE,
    begin: ({ postgres }) => postgres.kill(),
    mend: ({ postgres }) => postgres.ensureRunning(),
  },
  "pause postgres": { ...ofPostgres, weight: 2, begin: ({ postgres }) => postgres.pause(), mend: ({ postgres }) => postgres.resume() },
  "fail over": {
    ...ofPostgres,
    weight: 1.5,
    lasts: AT_ONCE,
    needs: "standby",
    begin: ({ postgres }) => postgres.failOver(),
    mend: ({ postgres }) => postgres.ensureFollowed(),
  },
  "disk full": { ...ofPostgres, weight: 1.5, needs: "disk", begin: ({ postgres }) => postgres.fillDisk(), mend: makeRoom },
  migration: {
    ...ofPostgres,
    weight: 1.5,
    begin: ({ postgres }) => addColumns(postgres),
    mend: ({ postgres }) => removeColumns(postgres),
  },
  "kill redis": {
    ...ofRedis,
    weight: 1.5,
    lasts: AT_ONCE,
    begin: ({ redis }) => redis?.kill(),
    mend: ({ redis }) => redis?.ensureRunning(),
  },
  "flush redis": { ...ofRedis, weight: 1, lasts: A_WHILE, begin: ({ redis }) => redis?.flush() },
  "front network": { ...network(({ front }) => front), weight: 4, isOfOne: true },
  "postgres network": { ...network(({ toPostgres }) => toPostgres), weight: 3.5, isOfOne: true },
  "redis network": { ...network(({ toRedis }) => toRedis), weight: 2, needs: "redis" },
} satisfies Record<string, Kind>;

export type FaultKind = keyof typeof kinds;
export const faults: Readonly<Record<FaultKind, Kind>> = kinds;
export const faultKinds = Object.keys(kinds) as FaultKind[];

async function restartInTurn({ nodes }: Place) {
  for (const { server } of nodes) {
    server.resume();
    await server.restart();
    await server.untilUp().catch(() => {});
  }
}

async function makeRoom({ postgres }: Place) {
  postgres.freeDisk();
  await postgres.ensureRunning();
}

/** Of two faults on one network the later one holds, until either is over. */
function network(proxyOf: (place: Place) => FaultProxy | null): Pick<Kind, "lasts" | "begin" | "mend"> {
  return {
    lasts: A_WHILE,
    begin: (place) => proxyOf(place)?.set(place.fault.network!),
    mend: (place) => proxyOf(place)?.set({ kind: "none" }),
  };
}
