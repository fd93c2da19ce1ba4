import { randomUUID } from "node:crypto";
import type { Me } from "@turnout/contract/guests";
import { gapped, type Gapped } from "../http/brotli-pieces.ts";
import { escapeHtml } from "../http/html.ts";

/** Length of the element with a guest's name, padded (bytes). A guest with a longer one gets a page of their own. */
export const NAME_GAP = 160;

/** Stand for a guest's own while what all of them share is made. Nobody can write them. */
const marks = { form: randomUUID(), person: randomUUID(), name: randomUUID() };
type Mark = keyof typeof marks;
const MARKED = new RegExp(`(<bdi>${marks.name}</bdi>|${marks.form}|${marks.person})`);

/** The beginning of a page that all guests share who have not answered. */
export interface UnansweredStart extends Gapped {
  /** What belongs in each gap. */
  marks: Mark[];
}

/** Whether nothing of the guest is in their answer card but their name, and how many they may bring. */
export function hasNotAnswered({ standing, plusOnes, note, questionAnswers = {} }: Me): boolean {
  return standing === "none" && plusOnes.length === 0 && note === "" && Object.keys(questionAnswers).length === 0;
}

/** The guest that stands for all of them, and their form's name. */
export function anyGuest({ plusOnesAllowed }: Me): { me: Me; form: string } {
  const me: Me = {
    guestId: marks.person,
    name: marks.name,
    email: null,
    standing: "none",
    partySize: 1,
    plusOnes: [],
    note: "",
    ticket: null,
    place: null,
    claimed: false,
    ...(plusOnesAllowed !== undefined && { plusOnesAllowed }),
  };
  return { me, form: marks.form };
}

/** Cuts what was made for `anyGuest` where a guest's own belongs. */
export function cutAtMarks(page: Buffer): UnansweredStart {
  const [first, ...others] = page.toString().split(MARKED);
  const pieces = [Buffer.from(first!)];
  const found: Mark[] = [];
  for (let at = 0; at < others.length; at += 2) {
    const [marked, after] = [others[at]!, others[at + 1]!];
    found.push(marked === marks.form ? "form" : marked === marks.person ? "person" : "name");
    pieces.push(Buffer.from(after));
  }
  const gaps = found.map((mark) => (mark === "name" ? NAME_GAP : marks.form.length));
  return { ...gapped(pieces, gaps), marks: found };
}

/** What fills the gaps for one guest; null: their name is too long. */
export function fillingsFor({ marks: found }: UnansweredStart, { guestId, name }: Me): Buffer[] | null {
  const fillings = found.map((mark) => (mark === "name" ? paddedName(name) : Buffer.from(mark === "form" ? randomUUID() : guestId)));
  return fillings.every((one) => one !== null) ? fillings : null;
}

/** Spaces within the tag are not shown. */
function paddedName(name: string): Buffer | null {
  const shown = Buffer.from(`>${escapeHtml(name)}</bdi>`);
  const tag = "<bdi";
  const free = NAME_GAP - tag.length - shown.length;
  return free < 0 ? null : Buffer.concat([Buffer.from(tag.padEnd(tag.length + free)), shown]);
}
