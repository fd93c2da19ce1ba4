import { Trans } from "@lingui/react/macro";
import { Suspense } from "react";
import { Link } from "wouter";
import { useSession } from "../../accounts/session.ts";
import { onDemand } from "../../on-demand.ts";
import { useEventSnapshot } from "../../live/use-event.ts";

const ClaimGuest = onDemand(() => import("../../accounts/claim-guest.tsx"), "ClaimGuest");

/** Offers an account once, unobtrusively, to guests who answered without one. */
export function KeepInvitation() {
  const { eventId, me } = useEventSnapshot();
  const { state, account } = useSession();
  if (account)
    return (
      <Suspense fallback={null}>
        <ClaimGuest />
      </Suspense>
    );
  if (state !== "known" || !me || me.claimed || me.standing === "none") return null;
  return (
    <p className="keep-invitation muted">
      <Trans>
        Want this on all your devices? <Link href={`/e/${eventId}/keep`}>Save it to an account</Link>.
      </Trans>
    </p>
  );
}
