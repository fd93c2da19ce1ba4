import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { Cluster, Redis, type RedisOptions } from "ioredis";
import { changing, type Changing } from "../changing.ts";
import { NoTls } from "../tls/tls-fault.ts";

/** How long a connection may take to open, and to answer, before a new one replaces it (ms). */
export const REDIS_CONNECT_TIMEOUT = 2_000;
export const REDIS_SILENCE = 3_000;
/** Longest wait between attempts to reconnect (ms). */
export const LONGEST_RECONNECT_WAIT = 1_000;

export type RedisClient = Redis | Cluster;

type ConnectionOptions = Omit<RedisOptions, "replyMapping">;

export interface RedisConnectionOptions {
  /** Timeout of a command (ms). Absent: `REDIS_SILENCE`, when the connection is given up. */
  answerWithin?: number;
  onFailure?: (error: Error) => void;
}

/**
 * A connection that reconnects by itself. While it is down, commands fail at once and are never queued: Redis holds nothing
 * that must be kept.
 */
export function connectRedis(
  given: string | Changing<string>,
  { answerWithin, onFailure = () => {} }: RedisConnectionOptions = {},
): RedisClient {
  const url = changing(given);
  const { isCluster, options, address } = read(url.current);
  const unqueued: ConnectionOptions = {
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
    reconnectOnError: (error) => error.message.startsWith("READONLY"), // demoted to a replica: its name resolves to another server by now
  };
  const client = isCluster ? connectCluster(address, unqueued) : new Redis({ ...unqueued, ...address });
  client.on("error", (error) => onFailure(options.tls ? naming(error) : error));
  client.once(
    "end",
    url.onChange(() => signInAnew(client, read(url.current).options, onFailure)),
  );
  return client;
}

type SignIn = Pick<RedisOptions, "username" | "password">;

/** For later connections, and at once on those that take commands. One that is subscribed takes none. */
function signInAnew(client: RedisClient, { username, password }: SignIn, onFailure: (error: Error) => void) {
  const signIn: SignIn = { username: username!, password: password! };
  const nodes = client instanceof Cluster ? client.nodes("all") : [client];
  if (client instanceof Cluster) Object.assign(client.options.redisOptions!, signIn);
  for (const node of nodes) {
    Object.assign(node.options, signIn);
    if (node.status === "ready" && node.mode === "normal" && password) void node.auth(username ?? "default", password).catch(onFailure);
  }
}

/** Throws unless Redis takes this URL's user and password. */
export async function tryRedis(url: string): Promise<void> {
  const { isCluster: _, options, address } = read(url);
  const client = new Redis({
    ...options,
    ...address,
    lazyConnect: true,
    connectTimeout: REDIS_CONNECT_TIMEOUT,
    socketTimeout: REDIS_SILENCE,
    retryStrategy: () => null,
  });
  let failure: Error | null = null;
  client.on("error", (error: Error) => (failure ??= options.tls ? naming(error) : error));
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw failure ?? error; // what fails says only that the connection is closed
  } finally {
    client.disconnect();
  }
}

/** A server without TLS may wait for more of what it takes for a command, and say nothing. */
function naming(error: Error): Error {
  return error.message === "connect ETIMEDOUT" ? new NoTls(SILENT, { cause: error }) : error;
}

const SILENT = "nobody answers by TLS there: the server is away, or offers no encryption at this port";

function connectCluster(address: { host: string; port: number }, unqueued: ConnectionOptions): Cluster {
  const { enableOfflineQueue: _, retryStrategy: __, autoResubscribe: ___, ...redisOptions } = unqueued;
  return new Cluster([address], {
    enableOfflineQueue: false,
    shardedSubscribers: true,
    slotsRefreshTimeout: REDIS_CONNECT_TIMEOUT,
    clusterRetryStrategy: waitBefore,
    redisOptions,
  });
}

/** Exponential backoff from 50 ms with jitter, so that processes do not all reconnect at the same moment (ms). */
function waitBefore(attempt: number): number {
  return Math.min(LONGEST_RECONNECT_WAIT, 25 * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);
}

function read(url: string): { isCluster: boolean; options: ConnectionOptions; address: { host: string; port: number } } {
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

/** Prefix of all names in Redis: keeps installations apart that share a Redis, but not a secret. */
export function redisNamespace(secret: string): string {
  return `turnout:${createHash("sha256").update(`redis ${secret}`).digest("hex").slice(0, 12)}`;
}
