import { useLingui } from "@lingui/react/macro";
import { useEntryEmail } from "../../accounts/entry-email.ts";
import { useGuestRefusalWords } from "../../api/use-guest-refusal-words.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { shownAnswer, type GivenAnswer } from "./shown-answer.ts";

/** Why an answer was refused, and what can be done. */
export function RefusalNote({
  refusal,
  retry,
  onInstead,
}: {
  /** `words`: the server's text for it, if it has shown one. */
  refusal: { refusal: string | null; facts?: Record<string, string | number> | undefined; input: GivenAnswer | null; words?: string };
  retry: () => void;
  onInstead: (answer: GivenAnswer) => void;
}) {
  const { t } = useLingui();
  const { eventId, me } = useEventSnapshot();
  const words = useGuestRefusalWords();
  const [, keepEmail] = useEntryEmail();
  const code = refusal.refusal ?? "unavailable";
  const given = refusal.input;
  const seatsLeft = Number(refusal.facts?.["seatsLeft"] ?? 0);

  const action = () => {
    if (code === "email_on_list") {
      return (
        <LinkButton
          size="sm"
          look="primary"
          href={`/e/${eventId}/recover`}
          onClick={() => keepEmail(given?.email ?? "")}
        >{t`Get my link`}</LinkButton>
      );
    }
    if (code === "event_full" && given && seatsLeft > 0) {
      return (
        <Button size="sm" onClick={() => onInstead({ ...given, plusOnes: given.plusOnes.slice(0, seatsLeft - 1) })}>
          {seatsLeft === 1 ? t`Come alone` : t`Come as ${seatsLeft}`}
        </Button>
      );
    }
    if (code === "event_full" && given)
      return <Button size="sm" onClick={() => onInstead({ ...given, answer: "maybe" })}>{t`Say maybe`}</Button>;
    if (["unsent", "unavailable", "overloaded", "too_many_requests"].includes(code))
      return <Button size="sm" icon="refresh" onClick={retry}>{t`Try again`}</Button>;
    return undefined;
  };
  return (
    <Notice tone="danger" live action={action()}>
      <p>{refusal.words ?? (code === "event_full" ? fullWords() : words(code, refusal.facts))}</p>
    </Notice>
  );

  function fullWords() {
    if (seatsLeft === 0 && !shownAnswer(me, null)) return t`The last seat just went.`;
    if (seatsLeft === 0) return t`The last seat just went. Your earlier answer still stands.`;
    return seatsLeft === 1 ? t`Only one seat is left.` : t`Only ${seatsLeft} seats are left.`;
  }
}
