import type { EventDetails } from "@turnout/contract/events";
import type { Standing } from "@turnout/contract/guests";

/** An event of mine, as the list has it. */
export interface MyEvent {
  eventId: string;
  details: Omit<EventDetails, "description">;
  hosting: boolean;
  /** Null: hosting only, not on the guest list. */
  standing: Standing | null;
  going: number;
  /** People, plus-ones included: the unit of all counts. */
  waiting: number;
}
