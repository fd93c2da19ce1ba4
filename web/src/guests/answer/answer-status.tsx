import { SelectOrdinal, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Icon, type IconName } from "../../ui/icons.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { formattingLocale } from "../../i18n.ts";
import type { ShownAnswer } from "./shown-answer.ts";

const icons: Record<ShownAnswer["standing"], IconName> = {
  going: "check",
  maybe: "question",
  declined: "x",
  waiting: "clock",
  none: "mail",
};

/** Where the reader stands, in one line, and the way to change it. */
export function AnswerStatus({
  answer,
  sending,
  past,
  onChange,
}: {
  answer: ShownAnswer;
  sending: boolean;
  past: boolean;
  onChange: (() => void) | null;
}) {
  const { t } = useLingui();
  return (
    <div className={`answer-status tone-${answer.standing}`}>
      <span className="answer-status-icon" key={answer.standing}>
        {sending ? <Spinner /> : <Icon name={icons[answer.standing]} size={22} />}
      </span>
      <div className="answer-status-text">
        <p className="answer-status-head">
          <Headline answer={answer} past={past} />
        </p>
        <p className="answer-status-more">{sending ? t`Sending…` : <Details answer={answer} />}</p>
      </div>
      {onChange && (
        <Button size="sm" onClick={onChange}>
          <Trans>Change</Trans>
        </Button>
      )}
    </div>
  );
}

function Headline({ answer: { standing, place }, past }: { answer: ShownAnswer; past: boolean }): ReactNode {
  if (past)
    return {
      going: <Trans>You were going</Trans>,
      maybe: <Trans>You answered maybe</Trans>,
      waiting: <Trans>You were in line</Trans>,
      declined: <Trans>You could not come</Trans>,
      none: null,
    }[standing];
  switch (standing) {
    case "going":
      return <Trans>You're going</Trans>;
    case "maybe":
      return <Trans>You might come</Trans>;
    case "declined":
      return <Trans>You can't come</Trans>;
    case "waiting":
      if (place === null) return <Trans>You are in line</Trans>;
      return (
        <Trans>
          You are <SelectOrdinal value={place} one="#st" two="#nd" few="#rd" other="#th" /> in line
        </Trans>
      );
    case "none":
      return null;
  }
}

function Details({ answer }: { answer: ShownAnswer }): ReactNode {
  const { ticket, partySize } = answer;
  const party = useParty(answer);
  if (answer.standing !== "waiting") return party;
  if (ticket === null) return <Trans>You get a seat as soon as one is free for you.</Trans>;
  return partySize > 1 ? (
    <Trans>
      Ticket {ticket} · {partySize} people · a seat comes by itself
    </Trans>
  ) : (
    <Trans>Ticket {ticket} · a seat comes by itself</Trans>
  );
}

/** "with Vera and 1 more", in the reader's language. */
function useParty({ plusOnes, standing }: ShownAnswer): string {
  const { t, i18n } = useLingui();
  if (standing === "declined") return t`Thank you for saying so.`;
  const named = plusOnes.filter(Boolean);
  const unnamed = plusOnes.length - named.length;
  if (plusOnes.length === 0) return standing === "maybe" ? t`Please decide when you can.` : t`See you there!`;
  const people = unnamed > 0 ? [...named, t`${unnamed} more`] : named;
  const list = new Intl.ListFormat(formattingLocale(i18n.locale), { type: "conjunction" }).format(people);
  return t`with ${list}`;
}
