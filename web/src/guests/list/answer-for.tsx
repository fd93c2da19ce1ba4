import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { answerOf } from "@turnout/contract/answer-of";
import type { Answer, GuestCard } from "@turnout/contract/guests";
import { AnswerButtons } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { Stepper } from "../../ui/stepper.tsx";
import { Checkbox } from "../../ui/toggle.tsx";
import { useGuestCommands } from "./use-guest-commands.ts";
import { usePartySize } from "./use-party-size.ts";

/** A guest's answer as a host sets it. Every change takes effect at once. */
export function AnswerFor({ eventId, guest, isFull }: { eventId: string; guest: GuestCard; isFull: boolean }) {
  const { t } = useLingui();
  const commands = useGuestCommands(eventId);
  const [override, setOverride] = useState(false);
  const { guestId, name } = guest;
  const given = answerOf(guest.standing);
  const set = (answer: Answer, extra: number, undo?: () => void) => {
    const plusOnes = answer === "declined" ? [] : Array.from({ length: extra }, (_, index) => guest.plusOnes[index] ?? "");
    return commands.answer(guestId, { answer, plusOnes, override }, { done: t`${name}'s answer updated`, undo });
  };
  const party = usePartySize(guest.partySize - 1, async (extra, before) => {
    if (!given) return false;
    return set(given, extra, () => void set(given, before));
  });
  const options = [
    { value: "going" as const, label: t`Going`, icon: "check" as const, tone: "going" as const },
    { value: "maybe" as const, label: t`Maybe`, icon: "question" as const, tone: "maybe" as const },
    { value: "declined" as const, label: t`Can't`, icon: "x" as const, tone: "declined" as const },
  ];
  return (
    <section className="guest-drawer-answer">
      <h3>
        <Trans>Set their answer</Trans>
      </h3>
      <AnswerButtons<Answer>
        label={t({ context: "noun", message: "Answer" })}
        options={options}
        value={guest.standing === "waiting" ? null : given}
        onChoose={(answer) => void set(answer, party.extra)}
      />
      {given && given !== "declined" && (
        <Field label={t`Plus-ones`} hint={party.isSaving ? t`Saving…` : undefined}>
          <Stepper value={party.extra} onChange={party.change} max={10} />
        </Field>
      )}
      {isFull && <Checkbox label={t`Add even though it's full`} checked={override} onChange={setOverride} />}
    </section>
  );
}
