import { Trans, useLingui } from "@lingui/react/macro";
import { formatSpan } from "@turnout/contract/format-span";
import type { Proposal } from "@turnout/contract/guest-mail-entries";
import type { GuestCard } from "@turnout/contract/guests";
import { formattingLocale } from "../../i18n.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { addressOfSuggestion } from "../../events/editor/suggested-time.ts";
import type { Held } from "./held-replies.ts";
import { useStandingNames } from "./standing.tsx";
import { useGuestCommands } from "./use-guest-commands.ts";

/** Asks a host about a calendar's reply: whether it counts, and whether the event moves to the time that it suggests. */
export function HeldReply({ eventId, guest, held }: { eventId: string; guest: GuestCard; held: Held }) {
  const { t } = useLingui();
  const names = useStandingNames();
  const commands = useGuestCommands(eventId);
  const { guestId, name, plusOnes } = guest;
  const { seq, from, answer, note, proposal } = held;

  const accept = () =>
    commands.answer(guestId, { answer: answer!, plusOnes, override: false, ...(note && { note }) }, { done: t`${name}'s answer updated` });
  const settle = () =>
    commands.settle(
      guestId,
      { reply: seq, declines: proposal !== null },
      proposal ? t`${name} hears that the time stays` : t`Reply ignored`,
    );
  return (
    <Notice tone="warning" live title={from === null ? t`${name} suggests another time` : t`Does this reply count?`}>
      {from !== null && answer !== null && (
        <p className="held-reply-from">
          <Trans>
            A calendar reply came from another address, <bdi>{from}</bdi>: {names[answer]}.
          </Trans>
        </p>
      )}
      {note && <blockquote dir="auto">{note}</blockquote>}
      {proposal && <Suggested proposal={proposal} isAlone={from === null} />}
      <div className="held-reply-actions">
        {from !== null && (
          <Button size="sm" look="primary" onClick={() => void accept()}>
            <Trans>Accept reply</Trans>
          </Button>
        )}
        {proposal && (
          <LinkButton size="sm" href={addressOfSuggestion(eventId, proposal)}>
            <Trans>Change the time</Trans>
          </LinkButton>
        )}
        <Button size="sm" onClick={() => void settle()}>
          {proposal ? <Trans>Keep the time</Trans> : <Trans>Ignore</Trans>}
        </Button>
      </div>
    </Notice>
  );
}

function Suggested({ proposal: { starts, ends, zone }, isAlone }: { proposal: Proposal; isAlone: boolean }) {
  const { i18n } = useLingui();
  const span = formatSpan(starts, ends, formattingLocale(i18n.locale));
  const when = zone === null ? span : `${span} (${zone})`;
  return <p>{isAlone ? when : <Trans>It suggests another time: {when}</Trans>}</p>;
}
