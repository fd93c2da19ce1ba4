import { Trans, useLingui } from "@lingui/react/macro";
import type { NotifiedBrowser } from "@turnout/contract/push";
import { browserName } from "../../accounts/browser-name.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Switch } from "../../ui/toggle.tsx";
import { type Push, usePush } from "./use-push.ts";
import "../../accounts/account.css";
import "./push.css";

/** Notifications on this device, and the other browsers of an account that have them: on the account's page, and for a guest on their event's. Nothing where the operator has switched them off. */
export function PushCard() {
  const push = usePush();
  if (push.here === "off") return null;
  return (
    <Card aria-labelledby="push-title">
      <h2 id="push-title">
        <Trans>Notifications on your devices</Trans>
      </h2>
      {push.here === "loading" ? <Skeleton height="3rem" /> : <ThisBrowser push={push} />}
      {push.refusal && (
        <p role="alert" className="push-problem">
          <Trans>That didn't work: your browser could not be reached for notifications.</Trans>
        </p>
      )}
      {push.browsers.length > 0 && (
        <ul role="list" className="session-list">
          {push.browsers.map((notified) => (
            <BrowserRow key={notified.id} notified={notified} push={push} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ThisBrowser({ push }: { push: Push }) {
  const { t } = useLingui();
  const own = push.browsers.find(({ id }) => id === push.thisId);
  switch (push.here) {
    case "on":
      return (
        <Switch
          label={t`Hide details on this device`}
          hint={t`Notifications then say only that there is something new. Anybody who sees your lock screen can read them.`}
          checked={own?.hidesDetails ?? false}
          disabled={push.pending}
          onChange={push.turnOn}
        />
      );
    case "ready":
      return (
        <>
          <p className="muted">
            <Trans>
              This device can tell you what is new while no page is open. The message goes through your browser's maker, encrypted so that
              only this browser can read it.
            </Trans>
          </p>
          <div className="account-actions">
            <Button icon="bell" pending={push.pending} onClick={() => push.turnOn(false)}>
              <Trans>Notify me on this device</Trans>
            </Button>
          </div>
        </>
      );
    case "denied":
      return (
        <p className="muted">
          <Trans>This browser does not let us notify you. You can allow it in the browser's settings for this site.</Trans>
        </p>
      );
    case "homeScreen":
      return (
        <p className="muted">
          <Trans>
            To be notified on this device, add this page to your home screen (Share, then Add to Home Screen), and open it from there.
          </Trans>
        </p>
      );
    default:
      return (
        <p className="muted">
          <Trans>This browser cannot notify you while no page is open.</Trans>
        </p>
      );
  }
}

function BrowserRow({ notified, push }: { notified: NotifiedBrowser; push: Push }) {
  const { t } = useLingui();
  const { browser, system } = browserName(notified.userAgent);
  const name = browser && system ? t`${browser} on ${system}` : (browser ?? system ?? t`An unknown program`);
  return (
    <li className="session-row">
      <div className="session-words">
        <p className="session-name">
          {name} {notified.id === push.thisId && <Badge tone="going" icon="check">{t`this browser`}</Badge>}
        </p>
        <p className="muted entry-small">
          {notified.reachedAt === null ? (
            <Trans>
              On since <RelativeTime at={notified.since} />
            </Trans>
          ) : (
            <Trans>
              Last notified <RelativeTime at={notified.reachedAt} />
            </Trans>
          )}
        </p>
      </div>
      <Button size="sm" pending={push.pending} aria-label={t`Stop notifications on ${name}`} onClick={() => push.turnOff(notified.id)}>
        <Trans>Turn off</Trans>
      </Button>
    </li>
  );
}
