import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import { follows, placeOf, startingPoint, type Place } from "../reader-place.ts";
import { anotherAddress, ask } from "./http-request.ts";
import { ORIGIN } from "./origin.ts";
import { anyNode, readerOf, type Actor, type Scene } from "./scene.ts";

/** How often a reader asks whether its line still lives, and how long it believes a silent one (ms). */
const PING_EVERY = 1_000;
const BELIEVED = 2_500;
const HANDSHAKE = 1_500;
const LOAD_PATIENCE = 2_000;
/** Between two tries to get a line or a snapshot (ms). */
const PAUSE = 150;
/** Frames that are no message of the protocol: one in so many pings. */
const POISON = 60;
/** Lines that begin at a made-up position. */
const ODD = 0.02;
const FAR = { ahead: 1_000, behind: 60 };
const poisons = ["", "{", "null", '{"type":"follow"}', '{"type":"__proto__"}', '{"type":"typing","eventId":"nowhere"}'];

export type LiveReader = ReturnType<typeof startReader>;

/** Follows the event as a page does: a snapshot, then frames; resumes after cuts, loads anew where that is asked for. */
export function startReader(scene: Scene, actor: Actor) {
  const stopping = new AbortController();
  const { signal } = stopping;
  let place: Place | null = null;
  let isAwaiting = false;

  async function live() {
    while (!signal.aborted) {
      if (actor.isChanging) {
        await sleep(20);
        continue;
      }
      const { version } = actor;
      place ??= await loadPlace(scene, actor);
      if (place && !signal.aborted) {
        const next = await followLine(scene, actor, { place, stop: signal, awaits: (now) => (isAwaiting = now) });
        if (next === "load" || actor.version !== version) place = null;
      }
      await sleep(actor.random.int(PAUSE / 5, place ? PAUSE : PAUSE * 3));
    }
  }
  const done = live();
  return {
    /** Where the snapshot stands; null: there is nothing to see, or not yet. */
    position: () => place?.seq ?? null,
    /** Whether its line has yet to hear that it has caught up. */
    isAwaiting: () => isAwaiting,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

type Snapshot = Record<string, unknown> & { seq: number; epoch: string };

/** A fresh snapshot, from whichever process; null: there is nothing for them to see. */
export async function load(scene: Scene, actor: Actor): Promise<Snapshot | null | "unknown"> {
  const { node } = anyNode(scene, actor.random);
  const { eventId, cookie } = actor;
  const question = { method: "GET", path: `/api/events/${eventId}`, cookie, patience: LOAD_PATIENCE } as const;
  const reply = await ask(node.front.port, question).catch(() => null);
  if (reply?.status === 200) return reply.body as Snapshot;
  return reply?.status === 404 ? null : "unknown";
}

/** Where a page would begin to follow: at a fresh snapshot. Null: there is none, for now or at all. */
async function loadPlace(scene: Scene, actor: Actor): Promise<Place | null> {
  const reader = readerOf(actor);
  const { eventId, version } = actor;
  const snapshot = await load(scene, actor);
  if (actor.version !== version || actor.isChanging || snapshot === "unknown") return null;
  scene.recorder.add({ kind: "loaded", reader, eventId, snapshot });
  return placeOf(snapshot);
}

interface Following {
  place: Place;
  stop: AbortSignal;
  /** Called when the line begins to await that it has caught up, and when it does no longer. */
  awaits(now: boolean): void;
}

/** One line from its opening to its end. Moves `place` on; says whether the snapshot is still good. */
function followLine(scene: Scene, actor: Actor, { place, stop, awaits }: Following): Promise<"resume" | "load"> {
  const { recorder } = scene;
  const { node } = anyNode(scene, actor.random);
  const { eventId, cookie, version } = actor;
  const line = recorder.nextLine();
  actor.isFollowing = true;
  const socket = new WebSocket(`ws://127.0.0.1:${node.front.port}/live`, {
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE,
    headers: { origin: ORIGIN, host: new URL(ORIGIN).host, cookie, "x-forwarded-for": anotherAddress() },
  });
  let heard = recorder.now();
  let next: "resume" | "load" = "resume";
  let isOpen = false;
  const end = (what: "resume" | "load") => {
    next = what;
    socket.close(1000);
    setTimeout(() => socket.terminate(), 200).unref();
  };

  const pulse = setInterval(() => {
    if (actor.version !== version || actor.isChanging) return end("load");
    if (recorder.now() - heard > BELIEVED) return socket.terminate();
    if (socket.readyState !== socket.OPEN) return;
    socket.send(actor.random.int(1, POISON) === 1 ? actor.random.pick(poisons) : '{"type":"ping"}');
  }, PING_EVERY / 4);
  const stopNow = () => end("resume");
  stop.addEventListener("abort", stopNow, { once: true });

  socket.once("open", () => {
    isOpen = true;
    const from = startingPoint(place, actor.random, ODD, FAR);
    recorder.add({ kind: "opened", line, reader: readerOf(actor), eventId, ...from });
    awaits(true);
    socket.send(JSON.stringify({ type: "follow", eventId, ...from }));
  });
  socket.on("message", (data) => {
    heard = recorder.now();
    const frame = JSON.parse(String(data as Buffer)) as Record<string, unknown> & { type: string };
    if (frame.type === "pong" || frame.type === "presence" || frame.type === "typing" || frame.type === "notified") return;
    recorder.add({ kind: "received", line, frame });
    if (frame.type === "caughtUp") awaits(false);
    if (!follows(place, frame)) end("load");
    if (frame.type === "goElsewhere") setTimeout(() => end("resume"), actor.random.int(0, 200)).unref();
  });

  return new Promise((done) => {
    socket.on("error", () => {});
    socket.once("close", (code) => {
      clearInterval(pulse);
      stop.removeEventListener("abort", stopNow);
      actor.isFollowing = false;
      awaits(false);
      if (isOpen) recorder.add({ kind: "closed", line, code });
      done(next);
    });
  });
}
