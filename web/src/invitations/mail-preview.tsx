import { Trans, useLingui } from "@lingui/react/macro";
import { useEventSnapshot } from "../live/use-event.ts";
import { useTimeFormat } from "../ui/relative-time.tsx";
import { Cover } from "../ui/cover.tsx";

/** The invitation as its reader finds it in the mail. */
export function MailPreview({ to, message }: { to: string; message: string }) {
  const { t } = useLingui();
  const { details, hosts, eventId } = useEventSnapshot();
  const when = useTimeFormat({ dateStyle: "full", timeStyle: "short", timeZone: details.zone });
  const place = details.place.kind === "place" ? details.place.name : details.place.kind === "online" ? t`Online` : null;
  const host = hosts[0]?.name ?? "";
  return (
    <article className="mail-preview" aria-label={t`Preview of the mail`}>
      <p className="mail-preview-subject">
        <strong>
          <Trans>
            {host} invites you: {details.title}
          </Trans>
        </strong>
      </p>
      <Cover theme={details.cover.theme} seed={eventId} imageUrl={details.cover.imageId && `/images/${details.cover.imageId}`} />
      <p>
        <Trans>Hello {to},</Trans>
      </p>
      {message.trim() && <blockquote>{message.trim()}</blockquote>}
      <p>
        <strong>{details.title}</strong>
        <br />
        {details.startsAt && when.format(new Date(details.startsAt))}
        {place && (
          <>
            <br />
            {place}
          </>
        )}
      </p>
      <p className="mail-preview-answers" aria-hidden>
        <span>{t`Going`}</span>
        <span>{t`Maybe`}</span>
        <span>{t`Can't`}</span>
      </p>
      <p className="muted">
        <Trans>Everybody gets a link of their own and needs no account. Nothing is answered before they confirm it on the page.</Trans>
      </p>
    </article>
  );
}
