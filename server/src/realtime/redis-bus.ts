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
  const hearer = connectRedis(url, { onTrouble });
  const beatChannel = `${namespace}:beat:{${id}}`;
  let unanswered = 0;
  let heardAt = Date.now();

  const listen = () => {
    heardAt = Date.now();
    void listenOn(hearer, [...channels.map((channel) => `${namespace}:${channel}`), beatChannel]).catch(onTrouble);
  };
  if (hearer instanceof Cluster) hearer.once("ready", listen); // from then on, the client itself follows channels that move
  else hearer.on("ready", listen);
  hearer.on("smessage", (channel: string, text: string) => {
    if (channel === beatChannel) return void (heardAt = Date.now());
    const message = senderOf(text) === id ? null : readMessage(text);
    if (message) listeners.tell(message);
  });

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
  const beat = setInterval(() => {
    if (Date.now() - heardAt > BEATS_MISSED * BEAT_INTERVAL) {
      heardAt = Date.now();
      onTrouble(new Error("nothing comes through Redis: connecting anew"));
      for (const client of [speaker, hearer]) client.disconnect(true);
    }
    if (speaker.status === "ready") speaker.spublish(beatChannel, "").catch(() => {});
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
      clearInterval(beat);
      listeners.clear();
      for (const client of [speaker, hearer]) client.disconnect();
    },
  };
}

/** One by one: in a cluster, the channels of one command must lie on one node. */
async function listenOn(client: RedisClient, names: string[]) {
  await Promise.all(names.map((name) => client.ssubscribe(name)));
}
