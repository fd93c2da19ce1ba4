import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useLocation } from "wouter";
import { isOver } from "@turnout/contract/event-end";
import { api, read } from "../../api/client.ts";
import { Queries } from "../../events/queries.tsx";
import { useNow } from "../../events/use-now.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { LoadFailed } from "../../ui/load-failed.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useAudience } from "./use-audience.ts";
import { WithoutEmail } from "./without-email.tsx";
import { useBulletins } from "./use-bulletins.ts";
import { useSendBulletin } from "./use-send-bulletin.ts";
import { useThanks } from "./use-thanks.ts";
import "./bulletins.css";

/** Shows the prepared thank-you and sends it by one press. Nothing is sent by itself. */
export function ThanksDialog(props: { onClose: () => void }) {
  return (
    <Queries>
      <Thanks {...props} />
    </Queries>
  );
}

function Thanks({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const [, go] = useLocation();
  const { subject, text, to, part } = useThanks(isOver(details, useNow()));
  const bulletins = useBulletins(eventId);
  const { people, withoutEmail, isError, lookAgain } = useAudience(eventId, part, bulletins);
  const { send, pending } = useSendBulletin(eventId);
  const count = people && to.reduce((sum, standing) => sum + people[standing], 0);
  const earlier = bulletins.data?.bulletins.find(
    ({ kind, state, due }) => kind === "words" && state !== "withdrawn" && isOver(details, Date.parse(due)),
  );
  const isReady = count !== null && count > 0 && bulletins.data?.leftToday !== 0;
  async function confirm() {
    const body = { subject, text, to, ...(part && { part }), at: null };
    const done = await send((commandId) =>
      read(api.POST("/api/events/{eventId}/bulletins", { params: { path: { eventId } }, body: { ...body, commandId } })),
    );
    if (done) onClose();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Thank your guests`}
      actions={
        <>
          <Button onClick={() => go(`/e/${eventId}/emails`, { state: { thanks: true } })}>{t`Change or schedule`}</Button>
          <Button look="primary" icon="send" disabled={!isReady} pending={pending} onClick={() => void confirm()}>
            {count === null ? t`Send` : plural(count, { one: "Send to # person", other: "Send to # people" })}
          </Button>
        </>
      }
    >
      {earlier && (
        <Notice tone="warning">
          <p>
            <Trans>
              There is an email after the event already, by {earlier.by || t`a host`}: “{earlier.subject}”,{" "}
              <RelativeTime at={earlier.due} />.
            </Trans>
          </p>
        </Notice>
      )}
      <p className="muted">{part ? t`To everyone who came.` : t`To everyone who was going.`}</p>
      <blockquote className="thanks-words" dir="auto">
        <p>
          <strong>{subject}</strong>
        </p>
        <p>{text}</p>
      </blockquote>
      {isError && <LoadFailed title={t`The numbers could not be loaded`} onRetry={lookAgain} />}
      {count !== 0 && <WithoutEmail guests={withoutEmail(to)} />}
      {count === 0 && (
        <p role="status">
          <Trans>None of them has an email address that may be written to.</Trans>
        </p>
      )}
      {bulletins.data?.leftToday === 0 && (
        <p role="status">
          <Trans>That's enough emails for one day. Try again tomorrow.</Trans>
        </p>
      )}
    </Dialog>
  );
}
