import { MAX_FACTS, type DoorFact, type FactOutcome } from "./door-facts.ts";

/** A fact that a device keeps, until its roster knows of it. */
export interface LedgerFact {
  fact: DoorFact;
  /** How many more, or fewer, are in because of it. */
  people: number;
  /** The log position at which the server had it; null: it may not have it yet. */
  seq: number | null;
  /** What the server made of it. */
  outcome: FactOutcome | null;
}

/** What a device has recorded. Pure, so that the same is true of IndexedDB and of a simulation. */
export interface Ledger {
  /** The last counter that was given, also to facts that are forgotten by now. */
  last: number;
  facts: readonly LedgerFact[];
}

export const emptyLedger: Ledger = { last: 0, facts: [] };

/** With one more fact: `saw` is without a counter. `people` says how many fewer are in, for a fact that takes one back. */
export function withRecorded({ last, facts }: Ledger, saw: Omit<DoorFact, "counter">, people: number): Ledger {
  const fact = { ...saw, counter: last + 1 };
  return { last: fact.counter, facts: [...facts, { fact, people, seq: null, outcome: null }] };
}

/** The next facts to send: those that the server has not acknowledged, at most as many as an upload takes. */
export function nextToSend({ facts }: Ledger): DoorFact[] {
  return facts.flatMap(({ fact, seq }) => (seq === null ? [fact] : [])).slice(0, MAX_FACTS);
}

/** After the server has said what it made of these. */
export function withAcknowledged(ledger: Ledger, sent: readonly DoorFact[], outcomes: readonly FactOutcome[], position: number): Ledger {
  const of = new Map(sent.map(({ counter }, at) => [counter, outcomes[at]!]));
  const facts = ledger.facts.map((one): LedgerFact => {
    const outcome = of.get(one.fact.counter);
    return outcome === undefined ? one : { ...one, outcome, seq: one.seq ?? position };
  });
  return { ...ledger, facts };
}

/** Without the facts that are in a roster of this position already. Nothing that was not acknowledged is ever forgotten. */
export function withoutKnown(ledger: Ledger, position: number): Ledger {
  return { ...ledger, facts: ledger.facts.filter(({ seq }) => seq === null || seq > position) };
}

/** How many more of each guest's party are in than the roster of this position says. */
export function peopleBeside({ facts }: Ledger, position: number): Map<string, number> {
  const beside = new Map<string, number>();
  for (const { fact, people, seq } of facts)
    if (seq === null || seq > position) beside.set(fact.guestId, (beside.get(fact.guestId) ?? 0) + people);
  return beside;
}
