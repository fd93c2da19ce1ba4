import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { api, replyOf } from "../../api/client.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { QrCode } from "./qr-code.tsx";
import { ShareLink } from "./share-link.tsx";
import { useShareLink } from "./use-share-link.ts";
import { useHostCommand } from "./use-host-command.ts";

/** The link that admits anybody who has it: to copy, to print, to renew. */
export function ShareSection() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const link = useShareLink(eventId);
  const isOff = details.visibility === "invited";
  return (
    <Card aria-labelledby="settings-share">
      <h2 id="settings-share">{t`Share link`}</h2>
      {isOff ? (
        <Notice title={t`The share link is off`} action={<LinkButton size="sm" href={`/e/${eventId}/edit`}>{t`Change that`}</LinkButton>}>
          <p>
            <Trans>Only people on the guest list can open this event, each by their own link.</Trans>
          </p>
        </Notice>
      ) : (
        <>
          <p className="muted">
            <Trans>Anyone with this link can see the event and answer. Good for a group chat or a poster.</Trans>
          </p>
          {details.status === "draft" && <Notice tone="warning" title={t`It works once the event is published.`} />}
          {link && <LinkTools url={link} title={details.title} eventId={eventId} />}
        </>
      )}
    </Card>
  );
}

function LinkTools({ url, title, eventId }: { url: string; title: string; eventId: string }) {
  const { t } = useLingui();
  const [showsCode, setShowsCode] = useState(false);
  const [renewing, setRenewing] = useState(false);
  const renew = useHostCommand(
    "renewShareLink",
    (body) => replyOf(api.POST("/api/events/{eventId}/share-link", { params: { path: { eventId } }, body })),
    t`New link made. The old ones no longer work.`,
  );
  return (
    <>
      <ShareLink url={url} title={title}>
        <Button icon="qr" aria-haspopup="dialog" onClick={() => setShowsCode(true)}>{t`QR code`}</Button>
        <Button look="plain" icon="refresh" aria-haspopup="dialog" onClick={() => setRenewing(true)}>{t`Renew`}</Button>
      </ShareLink>
      <Dialog open={showsCode} onClose={() => setShowsCode(false)} title={title || t`QR code`}>
        <div className="qr-sheet">
          <QrCode text={url} label={t`QR code of the share link`} />
          <p className="muted">
            <Trans>Scan it with a phone's camera. It leads to the event.</Trans>
          </p>
        </div>
      </Dialog>
      <ConfirmDialog
        open={renewing}
        title={t`Make a new share link?`}
        confirmLabel={t`Make a new link`}
        pending={renew.pending}
        onCancel={() => setRenewing(false)}
        onConfirm={() => void renew.run({}).then((done) => done && setRenewing(false))}
      >
        <p>
          <Trans>All share links you've given out stop working, printed QR codes too. People on the guest list keep their own links.</Trans>
        </p>
      </ConfirmDialog>
    </>
  );
}
