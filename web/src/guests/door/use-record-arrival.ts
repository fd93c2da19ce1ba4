import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCallback, useState } from "react";
import { showToast } from "../../ui/toast.ts";
import type { Arrive, DoorGuest, Recorded } from "./use-arrivals.ts";
import { useFailureWords } from "./use-failure-words.ts";

/** How a phone says it to a hand (ms): done, and refused. */
const DONE = 40;
const REFUSED = [90, 70, 90];

/** Records arrivals of the list's guests, and says how that went, with Undo. `pending`: the guest for whom that is on its way. */
export function useRecordArrival(arrive: Arrive) {
  const { t } = useLingui();
  const why = useFailureWords();
  const [pending, setPending] = useState<string | null>(null);

  const say = useCallback(
    (guest: DoorGuest, many: number, outcome: Recorded) => {
      tell(guest.name, many, outcome);

      function tell(name: string, people: number, recorded: Recorded) {
        if (recorded.is !== "done") {
          showToast(why(recorded), { tone: "danger" });
          return;
        }
        const { isHere, undo } = recorded;
        const count = plural(Math.abs(people), { one: "# person", other: "# people" });
        const text = people < 0 ? t`Taken back: ${name}, ${count}` : t`${name} is in: ${count}`;
        const takeBack = async () => tell(name, -people, await undo!());
        showToast(isHere ? t`${text}. Kept on this device.` : text, {
          tone: "success",
          ...(undo && { action: { label: t`Undo`, run: () => void takeBack() } }),
        });
      }
    },
    [t, why],
  );

  const record = useCallback(
    async (guest: DoorGuest, people: number, override = false): Promise<boolean> => {
      setPending(guest.guestId);
      const recorded = await arrive(guest, people, override);
      say(guest, people, recorded);
      const isDone = recorded.is === "done";
      navigator.vibrate?.(isDone ? DONE : REFUSED);
      setPending((current) => (current === guest.guestId ? null : current));
      return isDone;
    },
    [arrive, say],
  );
  return { record, pending };
}
