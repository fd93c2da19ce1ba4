import { useLingui } from "@lingui/react/macro";
import type { UndeliveredReason } from "@turnout/contract/invitations";

/** Why an email did not arrive, in a sentence that tells a host what can be done. */
export function useUndeliveredWords(): Record<UndeliveredReason, string> {
  const { t } = useLingui();
  return {
    noSuchAddress: t`Nobody has this address. Look for a typing error.`,
    noSuchDomain: t`What follows the @ does not exist, or takes no email.`,
    mailboxFull: t`Their mailbox is full.`,
    mailboxClosed: t`Their mailbox is closed.`,
    refused: t`Their mail server does not take our email. Ask your operator, or copy their link.`,
    tooLarge: t`Their mail server takes no email of this size.`,
    gaveUp: t`Their mail server could not be reached for days.`,
    bouncedBefore: t`Email to this address came back before, so none was sent. Your operator can allow it again.`,
    unwanted: t`They asked for no more of these emails.`,
    unknown: t`Their mail server gave no reason.`,
  };
}
