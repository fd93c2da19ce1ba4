import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCallback, useState } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { useGuestCommands } from "../list/use-guest-commands.ts";

/** How a phone says it to a hand (ms): done, and refused. */
const DONE = 40;
const REFUSED = [90, 70, 90];

/** Records that people of a party came in, or takes that back; with Undo. `pending`: the guest for whom that is on its way. */
export function useRecordArrival(eventId: string) {
  const { t } = useLingui();
  const { recordArrival } = useGuestCommands(eventId);
  const [pending, setPending] = useState<string | null>(null);

  const record = useCallback(
    async ({ guestId, name }: GuestCard, people: number, override = false): Promise<boolean> => {
      setPending(guestId);
      const count = plural(Math.abs(people), { one: "# person", other: "# people" });
      const takenBack = t`Taken back: ${name}, ${count}`;
      const undo = () => void recordArrival(guestId, { people: -people, override: true }, { done: takenBack });
      const done = people < 0 ? { done: takenBack } : { done: t`${name} is in: ${count}`, undo };
      const isDone = await recordArrival(guestId, { people, override }, done);
      navigator.vibrate?.(isDone ? DONE : REFUSED);
      setPending((current) => (current === guestId ? null : current));
      return isDone;
    },
    [recordArrival, t],
  );
  return { record, pending };
}
