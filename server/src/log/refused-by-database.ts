import { Refusal, type RefusalCode } from "@turnout/contract/refusals";

/** What is told of a row that refers to what is not there: a picture that was never uploaded, an account that has just gone. */
const missing: Partial<Record<string, RefusalCode>> = {
  events_cover_image_id_fkey: "image_unreadable",
  hosts_id_fkey: "sign_in_required",
  guests_user_id_fkey: "sign_in_required",
  host_invitations_accepted_by_fkey: "sign_in_required",
};

/** Ids that clients make can already be somebody else's, or name what is not there. What is no such trouble is returned as it is. */
export function refusalFor(error: unknown): unknown {
  const { code, constraint = "" } = error as { code?: string; constraint?: string };
  if (code === "23505") return new Refusal("command_id_reused");
  const refusal = code === "23503" ? missing[constraint] : undefined;
  return refusal ? new Refusal(refusal) : error;
}
