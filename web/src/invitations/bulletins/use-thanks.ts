import { useLingui } from "@lingui/react/macro";
import type { BulletinPart } from "@turnout/contract/bulletins";
import type { Standing } from "@turnout/contract/guests";
import { dayAfter, wallClockOf } from "@turnout/contract/wall-clock";
import { useEventSnapshot } from "../../live/use-event.ts";

/** Where guests stand, in the order in which they are asked for. */
export const ORDER: Standing[] = ["going", "maybe", "waiting", "none", "declined"];

/** An email that is written already, which hosts send as it is, or change. */
export interface Prepared {
  subject: string;
  text: string;
  to: Standing[];
  part: BulletinPart | null;
  /** When it is proposed to go out, on the event's clock; null: now. */
  at: string | null;
}

/** Thanks on the day after the event, on its clock. */
const THANKS_AT = "10:00";

/**
 * A prepared thank-you: to those whom the doors let in, or, where no door was used, to those who were going. Before the event is over
 * that is left to when it goes out.
 */
export function useThanks(isOver: boolean): Prepared {
  const { t } = useLingui();
  const { details, tally } = useEventSnapshot();
  const { title } = details;
  const hasArrived = (tally.arrived ?? 0) > 0;
  const whom: Pick<Prepared, "to" | "part"> = !isOver
    ? { to: ORDER, part: { came: true } }
    : hasArrived
      ? { to: ORDER, part: { arrived: true } }
      : { to: ["going"], part: null };
  return {
    subject: t`Thank you for coming!`,
    text: t`Thank you for being part of “${title}”. It was good to have you there.

The event's page stays up, with the conversation and your photos.`,
    ...whom,
    at: isOver ? null : afterwards(details),
  };
}

function afterwards(details: Parameters<typeof wallClockOf>[0]): string | null {
  const { starts, ends } = wallClockOf(details);
  const last = ends ?? starts;
  return last && `${dayAfter(last.slice(0, 10))}T${THANKS_AT}`;
}
