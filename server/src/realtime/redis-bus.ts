import { randomUUID } from "node:crypto";
import { Cluster } from "ioredis";
import { connectRedis, type RedisClient } from "../redis/connect-redis.ts";
import { createListeners, type Bus, type BusMessage } from "./bus.ts";
import { channelOf, channels, readMessage, senderOf, writeMessage } from "./bus-message.ts";

/** Bytes that may be on their way to Redis unanswered; beyond that, messages are dropped and sweeps do their work. */
export const MAX_UNANSWERED = 4 * 1024 * 1024;
/** How often a process says something to itself through Redis (ms); three times unheard, it connects anew. */
export const BEAT_INTERVAL = 2_000;
const BEATS_MISSED = 3;
/** On how many channels: so many that each node of a cluster has some. */
const BEATS = 16;

export interface RedisBusOptions {
  url: string;
  /** What all channels begin with. */
  namespace: string;
  onTrouble?: (error: Error) => void;
  countDropped?: () => void;
}

/**
 * The bus of several processes: sharded pub/sub, on which messages arrive at most once. Listeners here are told at once
 * and never through Redis; with Redis away, the rest is dropped.
 *
 * Every process hears of all events, and throws away what nobody here follows after a look at the first bytes: so there
 * is no moment in which somebody follows an event whose channel is not heard yet.
 */
export function createRedisBus({ url, namespace, onTrouble = () => {}, countDropped = () => {} }: RedisBusOptions): Bus {
  const id = randomUUID();
  const listeners = createListeners();
  const speaker = connectRedis(url, { onTrouble });
  const beats = Array.from({ length: BEATS }, (_, index) => `${namespace}:beat:${id}:{${index}}`);
  const names = [...channels.map((channel) => `${namespace}:${channel}`), ...beats];
  const heardAt = new Map<string, number>();
  let unanswered = 0;
  let hearer = openHearer();

  function openHearer(): RedisClient {
    const client = connectRedis(url, { onTrouble });
    waitForBeats();
    const listen = () => {
      waitForBeats();
      void listenOn(client, names).catch(onTrouble);
    };
    // From then on, a cluster's client itself follows channels that move.
    if (client instanceof Cluster) client.once("ready", listen);
    else client.on("ready", listen);
    client.on("smessage", hear);
    return client;
  }

  function waitForBeats() {
    for (const channel of beats) heardAt.set(channel, Date.now());
  }

  function hear(channel: string, text: string) {
    if (heardAt.has(channel)) return void heardAt.set(channel, Date.now());
    const message = senderOf(text) === id ? null : readMessage(text);
    if (message) listeners.tell(message);
  }

  function send(message: BusMessage) {
    if (speaker.status !== "ready" || unanswered > MAX_UNANSWERED) return countDropped();
    const text = writeMessage(id, message);
    unanswered += text.length;
    const answered = () => void (unanswered -= text.length);
    speaker.spublish(`${namespace}:${channelOf(message)}`, text).then(answered, () => {
      answered();
      countDropped();
    });
  }

  // Covers whatever can be wrong and look right: a line cut in the middle, a server that was demoted, a lost subscription.
  const timer = setInterval(() => {
    if (Date.now() - Math.min(...heardAt.values()) > BEATS_MISSED * BEAT_INTERVAL) {
      onTrouble(new Error("nothing comes through Redis: connecting anew"));
      speaker.disconnect(true);
      // Another client, not the same once more: a cluster's may believe for good that it has subscribed where it has not.
      hearer.disconnect();
      hearer = openHearer();
    }
    if (speaker.status === "ready") for (const channel of beats) speaker.spublish(channel, "").catch(onTrouble);
  }, BEAT_INTERVAL);

  return {
    id,
    publish(message) {
      listeners.tell(message);
      send(message);
    },
    subscribe: listeners.add,
    isConnected: () => speaker.status === "ready" && hearer.status === "ready",
    async close() {
      clearInterval(timer);
      listeners.clear();
      for (const client of [speaker, hearer]) client.disconnect();
    },
  };
}

/** One by one: in a cluster, the channels of one command must lie on one node. */
async function listenOn(client: RedisClient, names: string[]) {
  await Promise.all(names.map((name) => client.ssubscribe(name)));
}
