import { accountLetter } from "./account-letters.ts";
import type { Writer } from "./write-mail.ts";

/** Mails about somebody's own account: asked for by them, so they can be neither suppressed nor overtaken. */
export const writeToAccount: Writer = async (_deps, { kind, recipient, payload }) => ({
  to: recipient,
  letter: accountLetter(kind, payload),
});
