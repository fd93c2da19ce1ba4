import { Trans, useLingui } from "@lingui/react/macro";
import { LinkButton } from "../ui/button.tsx";
import { EntryHead } from "./entry-page.tsx";

/** For an address without its token: it was cut off or typed. */
export function LinkIncomplete({ askAgain }: { askAgain: string }) {
  const { t } = useLingui();
  return (
    <>
      <EntryHead title={t`This link is incomplete`}>
        <Trans>Open it from the mail once more, or copy all of it.</Trans>
      </EntryHead>
      <LinkButton href={askAgain} look="primary" size="lg" wide>
        <Trans>Ask for a new one</Trans>
      </LinkButton>
    </>
  );
}

/** For a token that the server does not know (any more). */
export function LinkSpent({ askAgain, lead }: { askAgain: string; lead?: string }) {
  const { t } = useLingui();
  return (
    <>
      <EntryHead title={t`This link no longer works`}>
        {lead ?? t`It was used already, or it is too old. A new one is a moment away.`}
      </EntryHead>
      <LinkButton href={askAgain} look="primary" size="lg" icon="mail" wide>
        <Trans>Ask for a new one</Trans>
      </LinkButton>
    </>
  );
}
