import { randomUUID } from "node:crypto";
import { Cluster } from "ioredis";
import { connectRedis, type RedisClient } from "../redis/connect-redis.ts";
import { changing, type Changing } from "../changing.ts";
import { createListeners, type Bus, type BusMessage } from "./bus.ts";
import { channelOf, channels, readMessage, senderOf, writeMessage } from "./bus-message.ts";

/** Bytes sent to Redis that may be unacknowledged. Beyond that, messages are dropped, and polling makes up for them. */
export const MAX_UNANSWERED = 4 * 1024 * 1024;
/** How often a process sends itself a beat through Redis (ms). After three missed beats it reconnects. */
export const BEAT_INTERVAL = 2_000;
const BEATS_MISSED = 3;
/** Channels that beats go over: enough that each node of a cluster has some. */
const BEATS = 16;

export interface RedisBusOptions {
  url: string | Changing<string>;
  /** Prefix of all channels. */
  namespace: string;
  onFailure?: (error: Error) => void;
  countDropped?: () => void;
}

/**
 * The bus of several processes: sharded pub/sub, which delivers at most once. Listeners of this process are called
 * directly, never through Redis; while Redis is down, other processes get nothing.
 *
 * Every process subscribes to all channels and drops messages of events that nobody here follows after reading their
 * first bytes: so there is no moment in which an event is followed and its channel is not subscribed yet.
 */
export function createRedisBus({ url: given, namespace, onFailure = () => {}, countDropped = () => {} }: RedisBusOptions): Bus {
  const id = randomUUID();
  const url = changing(given);
  const listeners = createListeners();
  const publisherClient = connectRedis(url, { onFailure });
  const beats = Array.from({ length: BEATS }, (_, index) => `${namespace}:beat:${id}:{${index}}`);
  const names = [...channels.map((channel) => `${namespace}:${channel}`), ...beats];
  const receivedAt = new Map<string, number>();
  /** What is waited for to come back, by the word that is sent. */
  const awaited = new Map<string, () => void>();
  let echoes = 0;
  let unanswered = 0;
  let subscriberClient = openSubscriberClient();
  /** Takes its place once it is subscribed. */
  let successor: RedisClient | null = null;
  const stopFollowing = url.onChange(() => replaceSubscriber());

  function openSubscriberClient(onSubscribed = () => {}): RedisClient {
    const client = connectRedis(url, { onFailure });
    waitForBeats();
    const listen = () => {
      waitForBeats();
      void listenOn(client, names).then(onSubscribed, onFailure);
    };
    // After that, a cluster client follows channels that move by itself.
    if (client instanceof Cluster) client.once("ready", listen);
    else client.on("ready", listen);
    client.on("smessage", onMessage);
    return client;
  }

  /** The connection of the user before stays until the new one is subscribed: what comes twice meanwhile does no harm. */
  function replaceSubscriber() {
    successor?.disconnect();
    const next = openSubscriberClient(() => {
      if (next !== successor) return;
      subscriberClient.disconnect();
      subscriberClient = next;
      successor = null;
    });
    successor = next;
  }

  function waitForBeats() {
    for (const channel of beats) receivedAt.set(channel, Date.now());
  }

  function onMessage(channel: string, text: string) {
    if (receivedAt.has(channel)) {
      receivedAt.set(channel, Date.now());
      return awaited.get(text)?.();
    }
    const message = senderOf(text) === id ? null : readMessage(text);
    if (message) listeners.notify(message);
  }

  const mustDrop = () => publisherClient.status !== "ready" || unanswered > MAX_UNANSWERED;

  function send(message: BusMessage) {
    if (mustDrop()) return countDropped();
    const text = writeMessage(id, message);
    unanswered += text.length;
    const answered = () => void (unanswered -= text.length);
    publisherClient.spublish(`${namespace}:${channelOf(message)}`, text).then(answered, () => {
      answered();
      countDropped();
    });
  }

  function echo(within: number): Promise<boolean> {
    if (mustDrop()) return Promise.resolve(false);
    const word = String(++echoes);
    return new Promise((done) => {
      const settle = (hasCome: boolean) => {
        clearTimeout(late);
        awaited.delete(word);
        done(hasCome);
      };
      const late = setTimeout(settle, within, false).unref();
      awaited.set(word, () => settle(true));
      // Over one channel after the other: each node of a cluster has its turn.
      publisherClient.spublish(beats[echoes % BEATS]!, word).catch(() => settle(false));
    });
  }

  // Finds failures that look healthy: a half-open connection, a demoted server, a lost subscription.
  const timer = setInterval(() => {
    if (Date.now() - Math.min(...receivedAt.values()) > BEATS_MISSED * BEAT_INTERVAL) {
      onFailure(new Error("nothing comes through Redis: reconnecting"));
      publisherClient.disconnect(true);
      // A new client, since a cluster client can go on believing that it is subscribed where it is not.
      subscriberClient.disconnect();
      subscriberClient = openSubscriberClient();
    }
    if (publisherClient.status === "ready") for (const channel of beats) publisherClient.spublish(channel, "").catch(onFailure);
  }, BEAT_INTERVAL);

  return {
    id,
    publish(message) {
      listeners.notify(message);
      send(message);
    },
    subscribe: listeners.add,
    echo,
    isConnected: () => publisherClient.status === "ready" && subscriberClient.status === "ready",
    async close() {
      clearInterval(timer);
      stopFollowing();
      listeners.clear();
      for (const client of [publisherClient, subscriberClient, successor]) client?.disconnect();
    },
  };
}

/** One command per channel: in a cluster, all channels of a command must be on one node. */
async function listenOn(client: RedisClient, names: string[]) {
  await Promise.all(names.map((name) => client.ssubscribe(name)));
}
