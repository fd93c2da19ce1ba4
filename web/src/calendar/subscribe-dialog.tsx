import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useEffectEvent, useState } from "react";
import { useSubmission } from "../accounts/use-submission.ts";
import { api, read } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { ConfirmDialog, Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import { Notice } from "../ui/notice.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { showToast } from "../ui/toast.ts";
import "./subscribe-dialog.css";

/** The address of a calendar feed, of one event or of all: to open, to copy, to renew. */
export function SubscribeDialog({ eventId, onClose }: { eventId: string | null; onClose: () => void }) {
  const { t } = useLingui();
  const words = useRefusalWords();
  const [url, setUrl] = useState<string | null>(null);
  const [renewing, setRenewing] = useState(false);
  const { submit, pending, refusal } = useSubmission((renew: boolean) => addressOf(eventId, renew), show);
  const ask = (renew: boolean) => void submit(renew).then(() => setRenewing(false));
  const askFirst = useEffectEvent(() => ask(false));
  useEffect(() => askFirst(), [eventId]);

  function show(address: string, isNew: boolean) {
    setUrl(address);
    if (isNew) showToast(t`New link made. The old one no longer works.`, { tone: "success" });
  }

  return (
    <>
      <Dialog open onClose={onClose} title={t`Subscribe in your calendar`} startAt="title">
        <div className="subscribe">
          <p>
            {eventId === null ? (
              <Trans>Your calendar shows all events you host, go to or may come to, and follows every change by itself.</Trans>
            ) : (
              <Trans>Your calendar shows this event, and follows every change by itself.</Trans>
            )}
          </p>
          {refusal && (
            <Notice
              tone="danger"
              title={words(refusal.code, refusal.facts)}
              action={<Button size="sm" onClick={() => ask(false)}>{t`Try again`}</Button>}
              live
            />
          )}
          {!url && !refusal && <Spinner />}
          {url && <FeedLink url={url} onRenew={() => setRenewing(true)} />}
        </div>
      </Dialog>
      <ConfirmDialog
        open={renewing}
        title={t`Make a new calendar link?`}
        confirmLabel={t`Make a new link`}
        pending={pending}
        onCancel={() => setRenewing(false)}
        onConfirm={() => ask(true)}
      >
        <p>
          <Trans>The old one ends at once. Calendars that use it stop following, until you give them the new one.</Trans>
        </p>
      </ConfirmDialog>
    </>
  );
}

function FeedLink({ url, onRenew }: { url: string; onRenew: () => void }) {
  const { t } = useLingui();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      showToast(t`Link copied`, { tone: "success" });
    } catch {
      // Also on plain-http addresses, where browsers have no clipboard.
      showToast(t`Please select the link and copy it yourself.`, { tone: "danger" });
    }
  };
  return (
    <>
      <Field
        label={t`Calendar link`}
        hint={t`In Google Calendar or Outlook on the web, add a calendar by this link. Keep it to yourself: whoever has it can read along.`}
      >
        <TextInput readOnly value={url} icon="link" onFocus={(event) => event.currentTarget.select()} />
      </Field>
      <div className="subscribe-actions">
        <LinkButton look="primary" icon="calendar" href={url.replace(/^https?:/, "webcal:")}>{t`Open in calendar app`}</LinkButton>
        <Button icon="copy" onClick={() => void copy()}>{t`Copy link`}</Button>
        <Button look="plain" icon="refresh" aria-haspopup="dialog" onClick={onRenew}>{t`Renew`}</Button>
      </div>
      <CalendarAccount url={url} />
    </>
  );
}

/** For apps that take accounts rather than links: the same by CalDAV. */
function CalendarAccount({ url }: { url: string }) {
  const { t } = useLingui();
  const { origin, pathname } = new URL(url);
  const secret = pathname.slice(pathname.lastIndexOf("/") + 1, -".ics".length);
  const shown = (label: string, value: string, hint?: string) => (
    <Field label={label} {...(hint && { hint })}>
      <TextInput readOnly value={value} onFocus={(event) => event.currentTarget.select()} />
    </Field>
  );
  return (
    <details className="subscribe-account">
      <summary>
        <Trans>As an account (CalDAV)</Trans>
      </summary>
      {shown("Server", `${origin}/caldav/`)}
      {shown(t`Password`, secret, t`Any user name will do.`)}
    </details>
  );
}

async function addressOf(eventId: string | null, renew: boolean): Promise<string> {
  const body = { renew };
  if (eventId === null) return (await read(api.POST("/api/calendar-feed", { body }))).url;
  return (await read(api.POST("/api/events/{eventId}/calendar-feed", { params: { path: { eventId } }, body }))).url;
}
