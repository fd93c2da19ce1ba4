import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { api, read, replyOf } from "../../api/client.ts";
import { useEntries, useEventSnapshot } from "../../live/use-event.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { showToast } from "../../ui/toast.ts";
import { QrCode } from "./qr-code.tsx";
import { useHostCommand } from "./use-host-command.ts";

/** The link that lets anybody in who has it: to hand on, to print, to renew. */
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
            <Trans>Whoever has this link can open the event and answer. Good for a group chat or a poster.</Trans>
          </p>
          {details.status === "draft" && <Notice tone="warning" title={t`It works as soon as the event is published.`} />}
          {link && <LinkTools url={link} title={details.title} eventId={eventId} />}
        </>
      )}
    </Card>
  );
}

function useShareLink(eventId: string): string | undefined {
  const client = useQueryClient();
  const key = ["share-link", eventId];
  const query = useQuery({
    queryKey: key,
    queryFn: () => read(api.GET("/api/events/{eventId}/share-link", { params: { path: { eventId } } })),
  });
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        if (entries.some(({ body }) => body.type === "share.renewed")) void client.invalidateQueries({ queryKey: ["share-link", eventId] });
      },
      [client, eventId],
    ),
  );
  return query.data?.url;
}

function LinkTools({ url, title, eventId }: { url: string; title: string; eventId: string }) {
  const { t } = useLingui();
  const [showsCode, setShowsCode] = useState(false);
  const [renewing, setRenewing] = useState(false);
  const renew = useHostCommand(
    "renewShareLink",
    (commandId) => replyOf(api.POST("/api/events/{eventId}/share-link", { params: { path: { eventId } }, body: { commandId } })),
    t`The link is new. The earlier ones are dead.`,
  );
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      showToast(t`Link copied`, { tone: "success" });
    } catch {
      // Also on plain-http addresses, where browsers have no clipboard.
      showToast(t`Please select the link and copy it yourself.`, { tone: "danger" });
    }
  };
  // Closing the share sheet is no error.
  const share = () => navigator.share({ title, url }).catch(() => undefined);

  return (
    <>
      <Field label={t`Share link`} hideLabel>
        <TextInput readOnly value={url} icon="link" className="share-url" onFocus={(event) => event.currentTarget.select()} />
      </Field>
      <div className="settings-actions">
        <Button look="primary" icon="copy" onClick={() => void copy()}>{t`Copy`}</Button>
        {"share" in navigator && <Button icon="share" onClick={() => void share()}>{t`Share`}</Button>}
        <Button icon="qr" aria-haspopup="dialog" onClick={() => setShowsCode(true)}>{t`QR code`}</Button>
        <Button look="plain" icon="refresh" aria-haspopup="dialog" onClick={() => setRenewing(true)}>{t`Renew`}</Button>
      </div>
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
        onConfirm={() => void renew.run().then((done) => done && setRenewing(false))}
      >
        <p>
          <Trans>All share links given out so far stop working, printed QR codes too. People on the guest list keep theirs.</Trans>
        </p>
      </ConfirmDialog>
    </>
  );
}
