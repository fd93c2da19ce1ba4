import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@turnout/contract/guests";
import { seatsFree } from "@turnout/contract/event-phase";
import { useEventSnapshot } from "../../live/use-event.ts";
import { AnswerButtons } from "../../ui/choice.tsx";

/** The number of free seats is shown below this many. */
const FEW_SEATS = 10;

type ChoiceProps = { value: Answer | null; onChoose: (answer: Answer) => void; closed?: boolean };

/** The three answers. When the event is full, the button for "going" names what it leads to. `closed`: only declining is still possible. */
export function AnswerChoice({ value, onChoose, closed = false }: ChoiceProps) {
  const { t } = useLingui();
  const { details, tally, me } = useEventSnapshot();
  const free = me?.standing === "going" ? null : seatsFree(details, tally);
  const hint = free !== null && free > 0 && free <= FEW_SEATS ? t`${free} left` : undefined;
  const waits = { label: t`On the waitlist`, icon: "clock" as const, tone: "waiting" as const };
  const full = details.waitlist
    ? { label: t`Full · Join the waitlist`, icon: "clock" as const, tone: "waiting" as const }
    : { label: t`Full`, icon: "x" as const, tone: "declined" as const, disabled: true };
  const going = { label: t`Going`, icon: "check" as const, tone: "going" as const, hint };
  return (
    <AnswerButtons
      label={t`Will you be there?`}
      value={value}
      onChoose={onChoose}
      options={[
        { value: "going", ...(me?.standing === "waiting" ? waits : free === 0 ? full : going), ...(closed && { disabled: true }) },
        { value: "maybe", label: t`Maybe`, icon: "question", tone: "maybe", disabled: closed },
        { value: "declined", label: t`Can't make it`, icon: "x", tone: "declined" },
      ]}
    />
  );
}
