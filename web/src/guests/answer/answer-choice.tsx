import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@turnout/contract/guests";
import { seatsFree } from "../../events/event-phase.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { AnswerButtons } from "../../ui/choice.tsx";

/** Below this many free seats it helps to say how many there are. */
const FEW_SEATS = 10;

/** The three answers. What "going" leads to when the house is full stands on the button. */
export function AnswerChoice({ value, onChoose }: { value: Answer | null; onChoose: (answer: Answer) => void }) {
  const { t } = useLingui();
  const { details, tally, me } = useEventSnapshot();
  const free = me?.standing === "going" ? null : seatsFree(details, tally);
  const isFull = free === 0 && me?.standing !== "waiting";
  const hint = () => {
    if (free === null || free > FEW_SEATS) return undefined;
    if (free > 0) return t`${free} left`;
    return details.waitlist ? t`Join the line` : t`Full`;
  };
  return (
    <AnswerButtons
      label={t`Will you be there?`}
      value={value}
      onChoose={onChoose}
      options={[
        { value: "going", label: t`Going`, icon: "check", tone: "going", hint: hint(), disabled: isFull && !details.waitlist },
        { value: "maybe", label: t`Maybe`, icon: "question", tone: "maybe" },
        { value: "declined", label: t`Can't`, icon: "x", tone: "declined" },
      ]}
    />
  );
}
