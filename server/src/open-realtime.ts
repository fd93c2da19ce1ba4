import type { Server } from "node:http";
import type { AccountsContext } from "./accounts/context.ts";
import { watchSessions } from "./accounts/watch-sessions.ts";
import type { Clock } from "./clock.ts";
import { commitNothing } from "./db/commit-nothing.ts";
import { eventRow } from "./events/queries.ts";
import { listedAmong } from "./guests/queries.ts";
import { visitIdOf } from "./guests/visits.ts";
import { TooManyAtOnce, createAdmissionControl } from "./http/admission-control.ts";
import { clientAddress, clientNetworks } from "./http/client-network.ts";
import { visitToken } from "./http/cookies.ts";
import type { Deps } from "./http/deps.ts";
import type { LogReader } from "./log/store.ts";
import type { Bus } from "./realtime/bus.ts";
import { createConnectionLimits } from "./realtime/connection-limits.ts";
import { sendCanaries } from "./realtime/delivery-canary.ts";
import { createFeeds, type Feeds } from "./realtime/feeds.ts";
import { createPresence, type Presence } from "./realtime/presence.ts";
import { openSockets, type SocketDeps } from "./realtime/socket.ts";
import type { RequestIdentity } from "./request-identity.ts";
import type { Metrics } from "./telemetry/metrics.ts";
import type { Tracing } from "./telemetry/tracing.ts";

interface RealtimeDeps extends Pick<Deps, "db" | "now" | "publicUrl" | "access"> {
  clock: Clock;
  server: Server;
  log: LogReader;
  bus: Bus;
  identify: RequestIdentity["identify"];
  sessions: AccountsContext["sessions"];
  trustedHops: number;
  limitFactor?: number | undefined;
  metrics: Metrics;
  tracing: Tracing | null;
  onError(error: unknown): void;
}

/** The realtime part of a process: feeds, presence and sockets. */
export interface Realtime {
  /** Sockets that are open. */
  connections(): number;
  /** Tells clients to reconnect elsewhere, and ends within the given time (ms). */
  stop(withinMs: number): Promise<void>;
}

export function openRealtime(deps: RealtimeDeps): Realtime {
  const feeds = openFeeds(deps);
  const presence = openPresence(deps, feeds);
  const sessionWatch = watchSessions({ ...deps, onEnded: deps.sessions.sessionEnded });
  const sockets = openSockets({ ...socketDeps(deps, sessionWatch), feeds, presence });
  watchRealtime(deps, feeds, sockets.count);
  const { db, bus, clock, metrics, onError } = deps;
  const commit = () => commitNothing(db);
  const stopCanaries = sendCanaries({
    clock,
    bus,
    commit,
    connections: sockets.count,
    measure: metrics.measureCanary,
    onError,
  });

  return {
    connections: sockets.count,
    async stop(withinMs) {
      stopCanaries();
      await sockets.drain(withinMs);
      feeds.stop();
      presence.stop();
      sessionWatch.stop();
    },
  };
}

function openFeeds({ log, bus, now, clock, metrics, tracing, onError }: RealtimeDeps): Feeds {
  const { measureLag, countReset } = metrics;
  return createFeeds({ log, bus, clock, wallTime: () => now().getTime(), measureLag, countReset, tracing, onError });
}

function openPresence({ db, bus, onError }: RealtimeDeps, { subscribersOf }: Feeds): Presence {
  return createPresence({
    bus,
    subscribersOf,
    guestListFor: async (eventId) => (await eventRow(db, eventId))?.guest_list_for ?? null,
    listedAmong: (eventId, guestIds) => listedAmong(db, eventId, guestIds),
    onError,
  });
}

function socketDeps(deps: RealtimeDeps, sessionWatch: ReturnType<typeof watchSessions>): Omit<SocketDeps, "feeds" | "presence"> {
  const { server, bus, publicUrl, trustedHops, access, metrics, onError } = deps;
  const admit = createAdmissionControl(undefined, metrics.countRefusedConnection);
  return {
    server,
    bus,
    onError: (error) => error instanceof TooManyAtOnce || onError(error), // counted; thousands of lines in the log would help nobody
    origin: new URL(publicUrl).origin,
    async identify(request, { browser }) {
      const identity = await admit(() => deps.identify(request.headers, browser));
      if (identity.sessionId) sessionWatch.opened(identity.sessionId, request.socket);
      return identity;
    },
    callerOf(request) {
      const token = visitToken(publicUrl, request.headers.cookie);
      return { networks: clientNetworks(clientAddress(request, trustedHops)), browser: token && visitIdOf(token) };
    },
    limits: createConnectionLimits(deps.limitFactor),
    viewerOf: (eventId, identity) => access.viewerOf(identity, eventId),
    countSlowReader: metrics.countSlowReader,
  };
}

function watchRealtime({ bus, metrics }: RealtimeDeps, feeds: Feeds, countSockets: () => number) {
  metrics.watch("turnout_subscribers", "Subscribers to events in this process.", feeds.subscriberCount);
  metrics.watch("turnout_sockets", "Open sockets.", countSockets);
  metrics.watch("turnout_bus_connected", "1 while hints and presence reach other processes.", () => Number(bus.isConnected()));
}
