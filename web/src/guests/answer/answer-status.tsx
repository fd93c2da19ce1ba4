import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Icon, type IconName } from "../../ui/icons.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { ShownAnswer } from "./shown-answer.ts";
import { useCompanions } from "./use-companions.ts";

const icons: Record<ShownAnswer["standing"], IconName> = {
  going: "check",
  maybe: "question",
  declined: "x",
  waiting: "clock",
  none: "mail",
};

type StatusProps = {
  answer: ShownAnswer;
  progress: "settled" | "sending" | "unsent";
  past: boolean;
  offWaitlist?: boolean;
  /** Something that hosts have to know is not answered yet. */
  owes?: boolean;
  onChange: (() => void) | null;
};

/** The reader's standing in one line, and a button that changes it. */
export function AnswerStatus({ answer, progress, past, offWaitlist = false, owes = false, onChange }: StatusProps) {
  return (
    <div className={`answer-status answer-${progress} tone-${answer.standing}`}>
      <span className="answer-status-icon" key={answer.standing}>
        {progress === "sending" ? <Spinner /> : <Icon name={icons[answer.standing]} size={22} />}
      </span>
      <div className="answer-status-text">
        <p className="answer-status-head">{offWaitlist ? <Trans>You're in!</Trans> : <Headline answer={answer} past={past} />}</p>
        <p className="answer-status-more">
          {progress === "sending" ? (
            <Trans>Sending…</Trans>
          ) : progress === "unsent" ? (
            <Trans>Not sent yet</Trans>
          ) : offWaitlist ? (
            <Trans>A seat just opened up, and it's yours.</Trans>
          ) : owes ? (
            <Trans>The hosts have a question for you.</Trans>
          ) : (
            <Details answer={answer} past={past} />
          )}
        </p>
      </div>
      {onChange && (
        <Button size="sm" look={owes ? "primary" : "quiet"} onClick={onChange}>
          {owes ? <Trans>Answer</Trans> : <Trans>Change</Trans>}
        </Button>
      )}
    </div>
  );
}

function Headline({ answer: { standing, place }, past }: { answer: ShownAnswer; past: boolean }): ReactNode {
  if (past)
    return {
      going: <Trans>You were going</Trans>,
      maybe: <Trans>You said maybe</Trans>,
      waiting: <Trans>You were on the waitlist</Trans>,
      declined: <Trans>You couldn't make it</Trans>,
      none: null,
    }[standing];
  switch (standing) {
    case "going":
      return <Trans>You're going</Trans>;
    case "maybe":
      return <Trans>You said maybe</Trans>;
    case "declined":
      return <Trans>You can't make it</Trans>;
    case "waiting":
      if (place === null) return <Trans>You're on the waitlist</Trans>;
      return <Trans>You're #{place} on the waitlist</Trans>;
    case "none":
      return null;
  }
}

function Details({ answer, past }: { answer: ShownAnswer; past: boolean }): ReactNode {
  const { partySize } = answer;
  const party = useParty(answer);
  if (past && (answer.standing === "waiting" || answer.plusOnes.length === 0)) return null; // the rest is of what is to come
  if (answer.standing !== "waiting") return party;
  return partySize > 1 ? (
    <Trans>{partySize} people · we'll move you up automatically</Trans>
  ) : (
    <Trans>We'll move you up automatically</Trans>
  );
}

/** "with Vera and 1 more", in the reader's language. */
function useParty({ plusOnes, standing }: ShownAnswer): string {
  const { t } = useLingui();
  const companions = useCompanions(plusOnes);
  if (standing === "declined") return t`Thanks for letting us know.`;
  if (plusOnes.length === 0) return standing === "maybe" ? t`Let the host know when you've decided.` : t`See you there!`;
  return t`with ${companions}`;
}
