import { useCallback, useEffect, useInsertionEffect, useMemo, useRef, useState } from "react";
import type { DoorFact, FactOutcome, Roster, RosterGuest } from "@turnout/contract/door-facts";
import { emptyLedger, nextToSend, peopleBeside } from "@turnout/contract/door-ledger";
import type { GuestCard, Standing } from "@turnout/contract/guests";
import { newId } from "../../live/new-id.ts";
import { serverNow } from "../../clock.ts";
import { openDeviceStore, type DeviceLedger, type DeviceStore } from "./device-store.ts";
import type { DoorServer } from "./door-server.ts";
import { indexRoster, type RosterIndex } from "./search-roster.ts";

/** How often the roster is asked for while there is a network (ms). It is sent only where the event has changed. */
export const ROSTER_EVERY = 60_000;
/** How often facts are sent again that got no answer (ms). */
export const UPLOAD_EVERY = 5_000;

/** As in the contract's `Standing`, whose schema a page does not load. */
const STANDINGS: readonly Standing[] = ["none", "going", "maybe", "declined", "waiting"];

interface Kept {
  roster: Roster;
  tag: string;
  index: RosterIndex;
}

const keptOf = (roster: Roster, tag: string): Kept => ({ roster, tag, index: indexRoster(roster) });

/** Something that a door saw, and how many more, or fewer, are in because of it. */
export interface Seen {
  saw: Omit<DoorFact, "counter" | "at" | "gate">;
  people: number;
}

/** A guest on a device's list. `hint`: as much of their address as tells them from others of their name. */
export interface ListedGuest extends GuestCard {
  hint?: string | undefined;
}

/** What a device knows of a guest. */
export interface GuestHere {
  guest: ListedGuest;
  version: number | undefined;
  isListed: boolean;
}

/** People who came in, or were taken back, by this device while it had an answer, at this position of the log. */
export interface CountedThere {
  guestId: string;
  people: number;
  seq: number;
}

/** A fact that the server has just got, and what became of it. */
export interface ReportedFact {
  guestId: string;
  /** As it was on the list of this device; empty: it had none. */
  name: string;
  outcome: FactOutcome;
}

const NOBODY: readonly CountedThere[] = [];

interface Options {
  server: DoorServer;
  /** Whether the server can be reached, as far as is known. */
  isOnline: boolean;
  /** What became of facts that the server has just got. */
  reported(facts: ReportedFact[]): void;
  /** The server has answered. */
  answered(): void;
  /** The list is none of this browser's business any more, and is forgotten. `unsent`: so many facts have not reached the server. */
  gone?(unsent: number): void;
}

/** A door on a device: what it can do without a network, and how that gets to the server afterwards. */
export function useOfflineDoor(eventId: string, { server, isOnline, reported, answered, gone }: Options) {
  const store = useRef<Promise<DeviceStore | null>>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  const [own, setOwn] = useState<DeviceLedger>({ device: "", ledger: emptyLedger });
  const [there, setThere] = useState(NOBODY);
  const [keepsNothing, setKeepsNothing] = useState(false);
  const [isUnread, setUnread] = useState(false);
  const isBusy = useRef(false);
  const isLeft = useRef(false);
  useEffect(() => {
    isLeft.current = false;
    return () => void (isLeft.current = true);
  }, []);
  const says = useRef({ server, reported, answered, gone });
  useInsertionEffect(() => void (says.current = { server, reported, answered, gone }));

  const opened = useCallback(() => (store.current ??= openStore()), []);

  useEffect(() => {
    let isOver = false;
    void opened().then(async (device) => {
      const [found, ledger] = device
        ? await Promise.all([device.roster(eventId).catch(() => null), device.ledger(eventId).catch(() => null)])
        : [null, null];
      if (isOver) return;
      setKeepsNothing(!device);
      if (found) setKept((known) => known ?? keptOf(found.roster, found.tag));
      if (ledger) setOwn(ledger);
    });
    return () => void (isOver = true);
  }, [eventId, opened]);

  const tag = useRef<string>(undefined);
  const index = useRef<RosterIndex>(undefined);
  useInsertionEffect(() => {
    tag.current = kept?.tag;
    index.current = kept?.index;
  }, [kept]);
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
      await meetOnce(device).then(
        () => setUnread(false),
        () => setUnread(true),
      );
    }
    isBusy.current = false;

    async function meetOnce(local: DeviceStore) {
      const facts = await upload(local, eventId, {
        server: says.current.server,
        changed: setOwn,
        nameOf: (guestId) => index.current?.of(guestId)?.[1] ?? "",
      });
      if (isLeft.current) return;
      if (facts.length > 0) says.current.reported(facts);
      const fresh = await says.current.server.roster(tag.current);
      says.current.answered();
      if (fresh === "gone" || (fresh && Date.parse(fresh.roster.until) <= serverNow())) {
        await local.forgetRoster(eventId);
        setKept(null);
        if (fresh === "gone") says.current.gone?.(nextToSend((await local.ledger(eventId)).ledger).length);
      } else if (fresh) {
        setKept(keptOf(fresh.roster, fresh.tag));
        setThere((all) => all.filter(({ seq }) => seq > fresh.roster.seq));
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
  const recorded = useMemo(() => peopleBeside(own.ledger, seq), [own, seq]);
  const beside = useMemo(() => {
    const all = new Map(recorded);
    for (const one of there) if (one.seq > seq) all.set(one.guestId, (all.get(one.guestId) ?? 0) + one.people);
    return all;
  }, [recorded, there, seq]);
  const find = useCallback(
    (search: string): ListedGuest[] => kept?.index.find(search).map((guest) => cardOf(guest, beside.get(guest[0]) ?? 0)) ?? [],
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

  const { gate } = server;
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
    /** What this browser cannot have: a list, and facts. */
    keepsNothing,
    /** The server could not be asked for the list the last time. */
    isUnread,
    /** How many are in of how many who are expected, by the list and what this device knows beside it. */
    count: useMemo(() => countOf(kept?.roster, beside), [kept, beside]),
    /** What this device did with an answer of the server's: the list that is there does not know of it yet. */
    counted: useCallback((one: CountedThere) => setThere((all) => [...all, one]), []),
    /** The public key of the event's codes; null: the list has none, or there is no list. */
    doorKey: kept?.roster.doorKey ?? null,
    guestOf,
    /** How many more are in by what this device recorded without a network. */
    more: useMemo(() => sumOf(recorded), [recorded]),
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

const sumOf = (people: ReadonlyMap<string, number>) => [...people.values()].reduce((sum, more) => sum + more, 0);

function countOf(roster: Roster | undefined, beside: ReadonlyMap<string, number>) {
  const going = STANDINGS.indexOf("going");
  const guests = roster?.guests ?? [];
  return {
    here: guests.reduce((sum, [, , , arrived]) => sum + arrived, sumOf(beside)),
    going: guests.reduce((sum, [, , partySize, , standing]) => sum + (standing === going ? partySize : 0), 0),
  };
}

interface Sending {
  server: Pick<DoorServer, "merge">;
  changed: (ledger: DeviceLedger) => void;
  nameOf: (guestId: string) => string;
}

/** Sends what the server has not acknowledged. Resolves to what it made of those that it took; rejects where it cannot be reached. */
async function upload(device: DeviceStore, eventId: string, { server, changed, nameOf }: Sending): Promise<ReportedFact[]> {
  const all: ReportedFact[] = [];
  for (;;) {
    const { device: id, ledger } = await device.ledger(eventId);
    const facts = nextToSend(ledger);
    if (facts.length === 0) return all;
    const merged = await server.merge({ commandId: newId(), device: id, sentAt: new Date().toISOString(), facts });
    if (!merged) return all;
    changed(await device.acknowledge(eventId, facts, merged.outcomes, merged.seq));
    all.push(...facts.map(({ guestId }, at) => ({ guestId, name: nameOf(guestId), outcome: merged.outcomes[at]! })));
  }
}

const cardOf = ([guestId, name, partySize, arrived, standing, , hint]: RosterGuest, more: number): ListedGuest => ({
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
  hint,
});
