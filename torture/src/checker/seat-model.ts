import type { Details, Standing, Tally } from "./entry.ts";

export interface Party {
  standing: Standing;
  size: number;
  ticket: number | null;
  passed: number;
  /** People of it who have come. */
  arrived: number;
}

/** How often a party in line may be passed over before seats are held for it. */
const MOST_PASSED = 3;

/** The published rules of seats and line (docs/waitlist.md) as a model of its own: parties in, counts and promotions out. */
export class SeatModel {
  readonly parties = new Map<string, Party>();
  /** Ticket to guest, in rising order: the order of the line. */
  readonly line = new Map<number, string>();
  readonly tally: { [Key in keyof Required<Tally>]: number } = {
    going: 0,
    maybe: 0,
    waiting: 0,
    waitingParties: 0,
    declined: 0,
    silent: 0,
    arrived: 0,
  };
  rules: Pick<Details, "capacity" | "waitlist" | "waitlistRule" | "status" | "startsAt" | "endsAt" | "allDay"> | null = null;
  granted = 0;
  lastTicket = 0;
  /** All that were ever given. */
  readonly tickets = new Set<number>();
  /** The lowest of them, or 1. */
  firstTicket = 1;

  get free(): number {
    const capacity = this.rules?.capacity ?? null;
    return capacity === null ? Infinity : Math.max(0, capacity - this.tally.going);
  }

  /** Seats taken beyond the capacity now in force. */
  get beyond(): number {
    const capacity = this.rules?.capacity ?? null;
    return capacity === null ? 0 : Math.max(0, this.tally.going - capacity);
  }

  /** Where a party that says going has to stand. */
  placeFor(guestId: string, size: number, override: boolean): "going" | "waiting" | "refused" {
    const before = this.parties.get(guestId);
    const holds = before?.standing === "going" ? before.size : 0;
    const inLine = before?.ticket != null;
    const finds = size <= holds || size - holds <= this.free;
    if (override) return "going";
    const behindOthers = this.line.size > (inLine ? 1 : 0) && size > holds;
    if (finds && !behindOthers && !inLine) return "going";
    if (holds > 0 || (!this.rules?.waitlist && !inLine)) return "refused";
    return size > (this.rules?.capacity ?? Infinity) ? "refused" : "waiting";
  }

  /** A host seats a party whatever the capacity says. */
  grant(guestId: string, size: number): void {
    const before = this.parties.get(guestId);
    const more = size - (before?.standing === "going" ? before.size : 0);
    if (more > this.free && more > 0) this.granted = Math.max(this.granted, this.tally.going + more - (this.rules?.capacity ?? Infinity));
  }

  /** Puts a party where it stands from now on; null takes it off the list. */
  settle(guestId: string, party: Party | null): void {
    const before = this.parties.get(guestId);
    if (before) this.count(before, -1);
    if (before?.ticket != null && before.ticket !== party?.ticket) this.line.delete(before.ticket);
    this.parties.delete(guestId);
    if (party) {
      this.parties.set(guestId, party);
      this.count(party, +1);
      if (party.ticket !== null) this.join(party.ticket, guestId);
    }
    this.lastTicket = Math.max(this.lastTicket, party?.ticket ?? 0);
    this.firstTicket = Math.min(this.firstTicket, party?.ticket ?? 1);
    this.granted = Math.min(this.granted, this.beyond);
  }

  private join(ticket: number, guestId: string): void {
    this.tickets.add(ticket);
    const behind = [...this.line].filter(([other]) => other > ticket);
    for (const [other] of behind) this.line.delete(other);
    for (const [other, one] of [[ticket, guestId] as const, ...behind]) this.line.set(other, one);
  }

  private count({ standing, size, arrived }: Party, sign: 1 | -1) {
    this.tally.arrived += sign * arrived;
    if (standing === "going") this.tally.going += sign * size;
    if (standing === "maybe") this.tally.maybe += sign * size;
    if (standing === "declined") this.tally.declined += sign;
    if (standing === "none") this.tally.silent += sign;
    if (standing !== "waiting") return;
    this.tally.waiting += sign * size;
    this.tally.waitingParties += sign;
  }

  /** Who gets the next free seats, and whom they pass; null when nobody may have any. */
  next(at: string): { guestId: string; passed: string[] } | null {
    if (this.rules?.status !== "published" || this.free === 0) return null;
    const last = this.rules.allDay ? this.rules.endsAt : this.rules.startsAt;
    if (last !== null && last <= at) return null;
    const passed: string[] = [];
    for (const guestId of this.line.values()) {
      const party = this.parties.get(guestId)!;
      if (party.size <= this.free) return { guestId, passed };
      if (party.size > (this.rules.capacity ?? Infinity)) continue; // too large for the whole event: holds up nobody
      if (this.rules.waitlistRule === "strict" || party.passed >= MOST_PASSED) return null;
      passed.push(guestId);
    }
    return null;
  }

  /** A place in line, 1 is next. */
  placeOf(guestId: string): number | null {
    const ticket = this.parties.get(guestId)?.ticket ?? null;
    if (ticket === null) return null;
    let place = 1;
    for (const other of this.line.keys()) {
      if (other >= ticket) break;
      place += 1;
    }
    return place;
  }
}
