import { useCallback, useEffect, useInsertionEffect, useMemo, useRef, useState } from "react";
import type { DoorFact, FactOutcome, Roster, RosterGuest } from "@turnout/contract/door-facts";
import { emptyLedger, nextToSend, peopleBeside } from "@turnout/contract/door-ledger";
import type { GuestCard, Standing } from "@turnout/contract/guests";
import { api } from "../../api/client.ts";
import type { CommandInput } from "../../live/command-inputs.ts";
import { newId } from "../../live/new-id.ts";
import { serverNow } from "../../clock.ts";
import { openDeviceStore, type DeviceLedger, type DeviceStore } from "./device-store.ts";
import { indexRoster, type RosterIndex } from "./search-roster.ts";

/** How often the roster is asked for while there is a network (ms). It is sent only where the event has changed. */
export const ROSTER_EVERY = 60_000;
/** How often facts are sent again that got no answer (ms). */
export const UPLOAD_EVERY = 5_000;

/** How long a device waits for an answer about its facts or its list (ms). A network that swallows everything would hold it for minutes. */
const MEET_PATIENCE = 30_000;

/** As in the contract's `Standing`, whose schema a page does not load. */
const STANDINGS: readonly Standing[] = ["none", "going", "maybe", "declined", "waiting"];

interface Kept {
  roster: Roster;
  tag: string;
  index: RosterIndex;
}

const keptOf = (roster: Roster, tag: string): Kept => ({ roster, tag, index: indexRoster(roster) });

/** Something that a door saw, and how many more, or fewer, are in because of it. */
interface Seen {
  saw: Omit<DoorFact, "counter" | "at" | "gate">;
  people: number;
}

/** What a device knows of a guest. */
interface GuestHere {
  guest: GuestCard;
  version: number | undefined;
  isListed: boolean;
}

interface Options {
  gate: string;
  /** Whether the server can be reached, as far as is known. */
  isOnline: boolean;
  /** What became of facts that the server has just got. */
  reported(outcomes: FactOutcome[]): void;
  /** The server has answered. */
  answered(): void;
}

/** A door on a device: what it can do without a network, and how that gets to the server afterwards. */
export function useOfflineDoor(eventId: string, { gate, isOnline, reported, answered }: Options) {
  const store = useRef<Promise<DeviceStore | null>>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  const [own, setOwn] = useState<DeviceLedger>({ device: "", ledger: emptyLedger });
  const isBusy = useRef(false);
  const isLeft = useRef(false);
  useEffect(() => {
    isLeft.current = false;
    return () => void (isLeft.current = true);
  }, []);
  const says = useRef({ reported, answered });
  useInsertionEffect(() => void (says.current = { reported, answered }), [reported, answered]);

  const opened = useCallback(() => (store.current ??= openStore()), []);

  useEffect(() => {
    let isOver = false;
    void opened().then(async (device) => {
      const [found, ledger] = device
        ? await Promise.all([device.roster(eventId).catch(() => null), device.ledger(eventId).catch(() => null)])
        : [null, null];
      if (isOver) return;
      if (found) setKept((known) => known ?? keptOf(found.roster, found.tag));
      if (ledger) setOwn(ledger);
    });
    return () => void (isOver = true);
  }, [eventId, opened]);

  const tag = useRef<string>(undefined);
  useInsertionEffect(() => void (tag.current = kept?.tag), [kept]);
  const isAskedAgain = useRef(false);
  /** Sends what is not sent, then reads the roster where it has changed. One at a time; asked for meanwhile, it is done once more. */
  const meet = useCallback(async () => {
    const device = await opened();
    if (!device || isLeft.current || !navigator.onLine) return;
    isAskedAgain.current = true;
    if (isBusy.current) return;
    isBusy.current = true;
    while (isAskedAgain.current && !isLeft.current) {
      isAskedAgain.current = false;
      // No network, or none that answers: what is recorded stays recorded.
      await meetOnce(device).catch(() => {});
    }
    isBusy.current = false;

    async function meetOnce(local: DeviceStore) {
      const outcomes = await upload(local, eventId, setOwn);
      if (isLeft.current) return;
      if (outcomes.length > 0) says.current.reported(outcomes);
      const fresh = await readRoster(eventId, tag.current);
      says.current.answered();
      if (fresh === "gone" || (fresh && Date.parse(fresh.roster.until) <= serverNow())) {
        await local.forgetRoster(eventId);
        setKept(null);
      } else if (fresh) {
        setKept(keptOf(fresh.roster, fresh.tag));
        await local.keepRoster(eventId, fresh.roster, fresh.tag);
        setOwn(await local.forgetKnown(eventId, fresh.roster.seq));
      }
    }
  }, [eventId, opened]);

  const waiting = nextToSend(own.ledger).length;
  useEffect(() => {
    const soon = isOnline ? setTimeout(() => void meet()) : undefined;
    const timer = setInterval(() => void meet(), waiting > 0 || !isOnline ? UPLOAD_EVERY : ROSTER_EVERY);
    return () => (clearTimeout(soon), clearInterval(timer));
  }, [isOnline, waiting, meet]);

  // An event ends while its page is open: the list goes then, not when somebody looks again.
  const until = kept?.roster.until;
  useEffect(() => {
    if (until === undefined) return;
    const timer = setInterval(() => {
      if (Date.parse(until) > serverNow()) return;
      setKept(null);
      void opened().then((device) => device?.forgetExpired());
    }, UPLOAD_EVERY);
    return () => clearInterval(timer);
  }, [until, opened]);

  const seq = kept?.roster.seq ?? 0;
  const beside = useMemo(() => peopleBeside(own.ledger, seq), [own, seq]);
  const find = useCallback(
    (search: string): GuestCard[] => kept?.index.find(search).map((guest) => cardOf(guest, beside.get(guest[0]) ?? 0)) ?? [],
    [kept, beside],
  );

  /** The last that this device recorded of a guest, and that still counts. */
  const lastOf = useCallback(
    (guestId: string): DoorFact | undefined => {
      const all = own.ledger.facts.map(({ fact }) => fact).filter((fact) => fact.guestId === guestId);
      const undone = new Set(all.map(({ takesBack }) => takesBack));
      return all.findLast(({ counter, takesBack }) => takesBack === undefined && !undone.has(counter));
    },
    [own],
  );

  /** A guest with what this device has recorded, and the version of their access; one without a name who is not on its list. */
  const guestOf = useCallback(
    (guestId: string): GuestHere => {
      const listed = kept?.index.of(guestId);
      const card = cardOf(listed ?? [guestId, "", 1, 0, STANDINGS.indexOf("none")], beside.get(guestId) ?? 0);
      return { guest: { ...card, arrivedAt: lastOf(guestId)?.at ?? null }, version: listed?.[5], isListed: listed !== undefined };
    },
    [kept, beside, lastOf],
  );

  const record = useCallback(
    async (...seen: Seen[]): Promise<DoorFact | null> => {
      const at = new Date().toISOString();
      const device = await opened();
      const next = await device
        ?.record(
          eventId,
          seen.map(({ saw, people }) => ({ saw: { ...saw, at, gate }, people })),
        )
        .catch(() => null);
      if (!next) return null;
      setOwn(next);
      return next.ledger.facts.at(-1)!.fact;
    },
    [eventId, gate, opened],
  );

  return {
    /** When the list was read that this door goes on with; null: there is none. */
    listOf: kept?.roster.at ?? null,
    find,
    /** The public key of the event's codes; null: the list has none, or there is no list. */
    doorKey: kept?.roster.doorKey ?? null,
    guestOf,
    /** How many more are in than the server knew when the list was read. */
    more: useMemo(() => [...beside.values()].reduce((sum, people) => sum + people, 0), [beside]),
    /** Facts that the server does not have yet, as far as is known. */
    waiting,
    /** Keeps what was seen on the disk, all of it or nothing. Resolves to the last fact of it; null: it cannot be kept. */
    record,
    lastOf,
    meet,
  };
}

/** Null: this browser cannot keep anything, or keeps nothing secret over plain HTTP. */
async function openStore(): Promise<DeviceStore | null> {
  if (!("indexedDB" in globalThis) || !("subtle" in crypto)) return null;
  void navigator.storage?.persist?.();
  return openDeviceStore(serverNow).catch(() => null);
}

/** Sends what the server has not acknowledged. Resolves to what it made of those that it took; rejects where it cannot be reached. */
async function upload(device: DeviceStore, eventId: string, changed: (ledger: DeviceLedger) => void): Promise<FactOutcome[]> {
  const all: FactOutcome[] = [];
  for (;;) {
    const { device: id, ledger } = await device.ledger(eventId);
    const facts = nextToSend(ledger);
    if (facts.length === 0) return all;
    const body = { commandId: newId(), device: id, sentAt: new Date().toISOString(), facts } as CommandInput<"mergeArrivals">;
    const signal = AbortSignal.timeout(MEET_PATIENCE);
    const { data, response } = await api.POST("/api/events/{eventId}/arrivals", { params: { path: { eventId } }, body, signal });
    if (response.status >= 500) throw new Error(`the server answered ${response.status}`);
    if (!data) return all; // It wants none of this browser's: reading the roster shows why.
    changed(await device.acknowledge(eventId, facts, data.outcomes, data.seq));
    all.push(...data.outcomes);
  }
}

/** Null: it is the one that is there. `gone`: it is none of this browser's business any more. */
async function readRoster(eventId: string, tag: string | undefined): Promise<{ roster: Roster; tag: string } | "gone" | null> {
  const { data, response } = await api.GET("/api/events/{eventId}/door/roster", {
    params: { path: { eventId } },
    signal: AbortSignal.timeout(MEET_PATIENCE),
    ...(tag !== undefined && { headers: { "if-none-match": tag } }),
  });
  if (data) return { roster: data as Roster, tag: response.headers.get("etag") ?? "" };
  return [401, 403, 404, 410].includes(response.status) ? "gone" : null;
}

const cardOf = ([guestId, name, partySize, arrived, standing]: RosterGuest, more: number): GuestCard => ({
  guestId,
  name,
  email: null,
  standing: STANDINGS[standing]!,
  partySize,
  plusOnes: [],
  note: "",
  ticket: null,
  source: null,
  answeredAt: null,
  arrived: Math.max(0, arrived + more),
});
