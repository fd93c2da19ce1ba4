import { ASSUMED_HOURS, isOver } from "@turnout/contract/event-end";

/** Most codes that a browser keeps: those of the events that were opened last. */
export const MAX_KEPT_CODES = 20;
const KEY = "turnout.door-codes";
/** How long the code of an event without a time is kept (ms). */
const UNDATED_MS = 400 * 86_400_000;

/** A door code with what is shown beside it, drawn already, so that it needs neither the network nor the code that draws it. */
export interface KeptCode {
  eventId: string;
  title: string;
  name: string;
  people: number;
  path: string;
  size: number;
  startsAt: string | null;
  endsAt: string | null;
  keptAt: number;
}

/** The codes of events that are not over, the one kept last first. None where the browser keeps nothing. */
export function keptCodes(now: number): KeptCode[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]") as KeptCode[];
    return Array.isArray(kept) ? kept.filter((code) => isOfUse(code, now)) : [];
  } catch {
    return [];
  }
}

export function keepCode(code: KeptCode): void {
  write([code, ...keptCodes(code.keptAt).filter(({ eventId }) => eventId !== code.eventId)].slice(0, MAX_KEPT_CODES));
}

/** For a guest who does not come any more, or who may not. */
export function forgetCode(eventId: string, now: number): void {
  const kept = keptCodes(now);
  const rest = kept.filter((code) => code.eventId !== eventId);
  if (rest.length < kept.length) write(rest);
}

/** A day longer than the event lasts: evenings do, and clocks are wrong. */
function isOfUse({ startsAt, endsAt, keptAt }: KeptCode, now: number): boolean {
  const grace = (24 - ASSUMED_HOURS) * 3_600_000;
  return startsAt === null ? now - keptAt < UNDATED_MS : !isOver({ startsAt, endsAt }, now - grace);
}

function write(codes: KeptCode[]) {
  try {
    localStorage.setItem(KEY, JSON.stringify(codes));
  } catch {
    // Full, or forbidden: the code is shown as long as there is a network.
  }
}
