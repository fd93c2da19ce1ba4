import { Trans, useLingui } from "@lingui/react/macro";
import { phaseOf } from "@turnout/contract/event-phase";
import { useState } from "react";
import { Link } from "wouter";
import { useNow } from "../../events/use-now.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icons.tsx";
import { showToast } from "../../ui/toast.ts";
import { usePush } from "./use-push.ts";
import "./push.css";

const KEY = "push-offer";

/** Offers guests who have answered to be notified on this device. The browser asks only after the click; who puts the offer away is not asked again. */
export function PushOffer() {
  const { t } = useLingui();
  const [isAway, setAway] = useState(wasPutAway);
  const push = usePush(() => showToast(t`This device will tell you when something changes`, { tone: "success" }));
  const { eventId, details } = useEventSnapshot();
  const phase = phaseOf(details, useNow());
  if (push.here === "on")
    return (
      <p className="push-chosen">
        <Link href={`/notifications?event=${eventId}`}>{t`Choose what you're notified of`}</Link>
      </p>
    );
  if (isAway || (phase !== "open" && phase !== "closed") || (push.here !== "ready" && push.here !== "homeScreen")) return null;

  const putAway = () => {
    setAway(true);
    keepAway();
  };
  return (
    <aside className="push-offer" aria-label={t`Notifications`}>
      <Icon name="bell" />
      <div className="push-offer-text">
        {push.here === "ready" ? (
          <p>
            <Trans>Hear on this device when the time or place changes, or when a seat becomes yours.</Trans>
          </p>
        ) : (
          <p>
            <Trans>
              To be notified on this device, add this page to your home screen (Share, then Add to Home Screen), and open it from there.
            </Trans>
          </p>
        )}
        {push.refusal && (
          <p role="alert" className="push-problem">
            <Trans>That didn't work: your browser could not be reached for notifications.</Trans>
          </p>
        )}
        {push.here === "ready" && (
          <Button size="sm" pending={push.pending} onClick={() => push.turnOn(false)}>
            <Trans>Notify me</Trans>
          </Button>
        )}
      </div>
      <IconButton icon="x" label={t`Not now`} onClick={putAway} />
    </aside>
  );
}

/** Storage may be blocked; the offer then comes again. */
function wasPutAway(): boolean {
  try {
    return localStorage.getItem(KEY) === "away";
  } catch {
    return false;
  }
}

function keepAway() {
  try {
    localStorage.setItem(KEY, "away");
  } catch {
    return;
  }
}
