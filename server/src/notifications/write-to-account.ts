import { beginProof } from "../accounts/proofs.ts";
import { accountLetter } from "./account-letters.ts";
import type { Writer } from "./writer.ts";

/** Mails about somebody's own account: asked for by them, so they can be neither suppressed nor overtaken. */
export const writeToAccount: Writer = async ({ db, now }, { kind, recipient, payload }) => {
  const { proofId, minutes } = payload;
  if (typeof proofId === "string" && !(await beginProof(db, proofId, Number(minutes), now()))) return { unsent: "gone" };
  return { to: recipient, letter: accountLetter(kind, payload) };
};
