import type { DoorFact, FactOutcome, Roster } from "@turnout/contract/door-facts";
import { withAcknowledged, withoutKnown, withRecorded, type Ledger, type LedgerFact } from "@turnout/contract/door-ledger";
import { newId } from "../../live/new-id.ts";

const DATABASE = "turnout-door";
const VERSION = 1;

interface KeptRoster {
  eventId: string;
  tag: string;
  /** When it is forgotten, in clear: whoever opens the database deletes what has expired. */
  until: string;
  key: CryptoKey;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

interface Device {
  eventId: string;
  device: string;
  last: number;
}

type KeptFact = LedgerFact & { eventId: string; counter: number };

export interface DeviceLedger {
  device: string;
  ledger: Ledger;
}

/** What a door keeps on its device: a roster that only this browser can read, until it expires, and facts until the server has them. */
export type DeviceStore = Awaited<ReturnType<typeof openDeviceStore>>;

/** Opens what this browser keeps for doors, and forgets the rosters that have expired by then. `now` in ms. */
export async function openDeviceStore(now: () => number) {
  const db = await open();
  await forgetExpired();

  async function forgetExpired() {
    const { rosters } = change("rosters");
    const all = await result<KeptRoster[]>(rosters.getAll());
    for (const { eventId, until } of all) if (Date.parse(until) <= now()) rosters.delete(eventId);
  }

  function change<Name extends string>(...names: Name[]) {
    // Strict: a fact is on the disk before anybody is shown green.
    const transaction = db.transaction(names, "readwrite", { durability: "strict" });
    return Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])) as Record<Name, IDBObjectStore>;
  }

  /** Changes what is recorded in one transaction, and resolves once that is on the disk. */
  async function changeLedger(eventId: string, next: (ledger: Ledger) => Ledger): Promise<DeviceLedger> {
    const stores = change("devices", "facts");
    const { device, ledger } = await ledgerIn(stores, eventId);
    const after = next(ledger);
    const done = finished(stores.facts.transaction);
    stores.devices.put({ eventId, device, last: after.last } satisfies Device);
    const kept = new Set(after.facts);
    const counters = new Set(after.facts.map(({ fact }) => fact.counter));
    for (const { fact } of ledger.facts) if (!counters.has(fact.counter)) stores.facts.delete([eventId, fact.counter]);
    const before = new Set(ledger.facts);
    for (const one of kept) if (!before.has(one)) stores.facts.put({ eventId, counter: one.fact.counter, ...one } satisfies KeptFact);
    await done;
    return { device, ledger: after };
  }

  return {
    forgetExpired,
    /** Null: there is none, or it has expired, or cannot be read any more. */
    async roster(eventId: string): Promise<{ roster: Roster; tag: string } | null> {
      const kept = await result<KeptRoster | undefined>(db.transaction("rosters").objectStore("rosters").get(eventId));
      if (!kept) return null;
      if (Date.parse(kept.until) <= now()) {
        await forgetExpired();
        return null;
      }
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, kept.key, kept.sealed);
      return { roster: JSON.parse(new TextDecoder().decode(text)) as Roster, tag: kept.tag };
    },
    /** The key never leaves the browser: nothing can export it, and each roster has its own. */
    async keepRoster(eventId: string, roster: Roster, tag: string): Promise<void> {
      const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(roster)));
      const { rosters } = change("rosters");
      const done = finished(rosters.transaction);
      rosters.put({ eventId, tag, until: roster.until, key, iv, sealed } satisfies KeptRoster);
      await done;
    },
    async forgetRoster(eventId: string): Promise<void> {
      const { rosters } = change("rosters");
      const done = finished(rosters.transaction);
      rosters.delete(eventId);
      await done;
    },
    ledger: (eventId: string): Promise<DeviceLedger> => changeLedger(eventId, (ledger) => ledger),
    /** All of it or nothing: a page that is closed in between would lose those who stay of a party that is taken back in part. */
    record: (eventId: string, seen: { saw: Omit<DoorFact, "counter">; people: number }[]) =>
      changeLedger(eventId, (ledger) => seen.reduce((all, { saw, people }) => withRecorded(all, saw, people), ledger)),
    acknowledge: (eventId: string, sent: DoorFact[], outcomes: FactOutcome[], position: number) =>
      changeLedger(eventId, (ledger) => withAcknowledged(ledger, sent, outcomes, position)),
    forgetKnown: (eventId: string, position: number) => changeLedger(eventId, (ledger) => withoutKnown(ledger, position)),
    close: () => db.close(),
  };
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("rosters", { keyPath: "eventId" });
    request.result.createObjectStore("devices", { keyPath: "eventId" });
    request.result.createObjectStore("facts", { keyPath: ["eventId", "counter"] });
  };
  return result(request);
}

function result<Value>(request: IDBRequest): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as Value);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB gave up"));
  });
}

/** What a device has recorded at an event. */
async function ledgerIn({ devices, facts }: Record<"devices" | "facts", IDBObjectStore>, eventId: string) {
  const [known, kept] = await Promise.all([
    result<Device | undefined>(devices.get(eventId)),
    result<KeptFact[]>(facts.getAll(IDBKeyRange.bound([eventId, 0], [eventId, Infinity]))),
  ]);
  const device = known?.device ?? newId();
  const ledger: Ledger = {
    last: known?.last ?? 0,
    facts: kept.map(({ fact, people, seq, outcome }) => ({ fact, people, seq, outcome })),
  };
  return { device, ledger };
}
