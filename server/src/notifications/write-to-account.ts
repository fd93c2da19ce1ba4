import { startTokenLifetime } from "../accounts/verification-tokens.ts";
import { accountEmail } from "./account-emails.ts";
import type { Writer } from "./writer.ts";

/** Emails about an account: requested by its owner, so they are neither suppressed nor replaced by newer ones. */
export const writeToAccount: Writer = async ({ db, now }, { kind, recipient, payload }) => {
  const { proofId, minutes } = payload; // names in queued emails, which other versions write and read too
  if (typeof proofId === "string" && !(await startTokenLifetime(db, proofId, Number(minutes), now()))) return { unsent: "gone" };
  return { to: recipient, content: accountEmail(kind, payload) };
};
