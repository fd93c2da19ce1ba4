import { z } from "zod";

/** Most points of the answers over time. */
export const INSIGHT_POINTS = 60;
/** Most entries of the log that the answers over time are made of: the newest. */
export const INSIGHT_ENTRIES = 50_000;

/** How many people stood where at one time; guests who have declined count one each. */
const AnswersAt = z.object({
  at: z.iso.datetime(),
  going: z.int().min(0),
  maybe: z.int().min(0),
  waiting: z.int().min(0),
  declined: z.int().min(0),
});
export type AnswersAt = z.infer<typeof AnswersAt>;

/** What hosts learn of an event's answers from its own guest list and log. */
export const Insight = z.object({
  /** Oldest first, at most `INSIGHT_POINTS`; of what the log still has. */
  answers: z.array(AnswersAt),
  /** Guests on the list, and those of them who have answered or wait for a seat. */
  guests: z.int().min(0),
  answered: z.int().min(0),
  /** Guests on the list who have opened the event by their link or with their account. */
  opened: z.int().min(0),
  /** People whom guests announced as going, those of them who came, and people who came besides. */
  expected: z.int().min(0),
  came: z.int().min(0),
  cameBesides: z.int().min(0),
  /** Parties and people on the waitlist now, and parties that got their seats from it. */
  waitingParties: z.int().min(0),
  waitingPeople: z.int().min(0),
  promoted: z.int().min(0),
});
export type Insight = z.infer<typeof Insight>;
