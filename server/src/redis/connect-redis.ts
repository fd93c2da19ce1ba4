import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { Cluster, Redis, type RedisOptions } from "ioredis";

/** How long a connection may take to come up, and to answer, before it is given up for a new one (ms). */
export const REDIS_CONNECT_TIMEOUT = 2_000;
export const REDIS_SILENCE = 3_000;
/** The longest wait between two tries to reach it again (ms): so soon after its return everything is fast again. */
export const LONGEST_RECONNECT_WAIT = 1_000;

export type RedisClient = Redis | Cluster;

export interface RedisLineOptions {
  /** Nobody waits longer than this for an answer (ms). Absent: until the connection is given up. */
  answerWithin?: number;
  onTrouble?: (error: Error) => void;
}

/**
 * A connection that comes back by itself. Nothing is queued while there is none: what is asked meanwhile fails at
 * once, because nothing that is worth keeping is ever kept there.
 */
export function connectRedis(url: string, { answerWithin, onTrouble = () => {} }: RedisLineOptions = {}): RedisClient {
  const { isCluster, options, address } = read(url);
  const careless: RedisOptions = {
    ...options,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    connectTimeout: REDIS_CONNECT_TIMEOUT,
    socketTimeout: REDIS_SILENCE,
    keepAlive: REDIS_SILENCE,
    connectionName: "turnout",
    ...(answerWithin !== undefined && { commandTimeout: answerWithin }),
    retryStrategy: waitBefore,
    reconnectOnError: (error) => error.message.startsWith("READONLY"), // it was demoted: its name leads elsewhere by now
  };
  const client = isCluster ? connectCluster(address, careless) : new Redis({ ...careless, ...address });
  client.on("error", onTrouble);
  return client;
}

function connectCluster(address: { host: string; port: number }, careless: RedisOptions): Cluster {
  const { enableOfflineQueue: _, retryStrategy: __, autoResubscribe: ___, ...redisOptions } = careless;
  return new Cluster([address], {
    enableOfflineQueue: false,
    shardedSubscribers: true,
    slotsRefreshTimeout: REDIS_CONNECT_TIMEOUT,
    clusterRetryStrategy: waitBefore,
    redisOptions,
  });
}

/** Doubled from 50 ms on, and drawn at random from its upper half, so that a whole fleet does not come back at one moment. */
function waitBefore(attempt: number): number {
  return Math.min(LONGEST_RECONNECT_WAIT, 25 * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);
}

function read(url: string): { isCluster: boolean; options: RedisOptions; address: { host: string; port: number } } {
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const database = Number(pathname.slice(1) || 0);
  return {
    isCluster: searchParams.get("cluster") === "yes",
    address: { host, port: Number(port || 6_379) },
    options: {
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(database > 0 && { db: database }),
      ...(protocol === "rediss:" && { tls: isIP(host) ? {} : { servername: host } }), // an address is no server name (RFC 6066, 3)
    },
  };
}

/** What all names there begin with: installations that share a Redis, but not a secret, do not hear each other. */
export function redisNamespace(secret: string): string {
  return `turnout:${createHash("sha256").update(`redis ${secret}`).digest("hex").slice(0, 12)}`;
}
