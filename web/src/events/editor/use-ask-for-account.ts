import { useLocation } from "wouter";
import { leaveErrand } from "../../accounts/errand.ts";
import { withNext } from "../../accounts/local-path.ts";
import { hasSignedInHere } from "../../accounts/sign-in-way.ts";

/** The address at which a draft is continued, also after signing in. */
export const draftAddress = (eventId: string) => `/events/new?draft=${eventId}`;

/** Leads to signing in and back to the draft, which then carries out the errand. The draft stays in this browser meanwhile. */
export function useAskForAccount(eventId: string) {
  const [, go] = useLocation();
  return (kind: "publishDraft" | "saveDraft") => {
    const next = draftAddress(eventId);
    leaveErrand(next, { kind });
    go(withNext(hasSignedInHere() ? "/sign-in" : "/sign-up", next));
  };
}
