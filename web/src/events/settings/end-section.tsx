import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useState } from "react";
import { useLocation } from "wouter";
import { MAX_CANCEL_NOTE } from "@turnout/contract/events";
import { api, replyOf } from "../../api/client.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { onDemand } from "../../on-demand.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextArea } from "../../ui/input.tsx";
import { useDuplicate } from "./use-duplicate.ts";
import { useHostCommand } from "./use-host-command.ts";

const DeleteDraftDialog = onDemand(() => import("../delete-draft-dialog.tsx"), "DeleteDraftDialog");

/** Duplicating the event, and cancelling it or, as long as it is a draft, deleting it. */
export function EndSection() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const duplicate = useDuplicate(eventId);
  const [, go] = useLocation();
  const [cancelling, setCancelling] = useState(false);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Card aria-labelledby="settings-copy">
        <h2 id="settings-copy">{t`Duplicate`}</h2>
        <p className="muted">
          <Trans>Copies the design and settings, not the date or guests.</Trans>
        </p>
        <div className="settings-actions">
          <Button icon="copy" pending={duplicate.pending} onClick={() => void duplicate.run()}>{t`Duplicate event`}</Button>
        </div>
      </Card>
      {details.status === "published" && (
        <Card aria-labelledby="settings-cancel">
          <h2 id="settings-cancel">{t`Cancel event`}</h2>
          <p className="muted">
            <Trans>The page stays up, marked as cancelled. Guests are notified, and this can't be undone.</Trans>
          </p>
          <div className="settings-actions">
            <Button aria-haspopup="dialog" onClick={() => setCancelling(true)}>{t`Cancel the event…`}</Button>
          </div>
        </Card>
      )}
      {details.status === "draft" && (
        <Card aria-labelledby="settings-delete">
          <h2 id="settings-delete">{t`Delete the draft`}</h2>
          <p className="muted">
            <Trans>Only hosts have seen it, and nobody can bring it back.</Trans>
          </p>
          <div className="settings-actions">
            <Button icon="trash" aria-haspopup="dialog" onClick={() => setDeleting(true)}>{t`Delete the draft…`}</Button>
          </div>
        </Card>
      )}
      {cancelling && <CancelDialog onClose={() => setCancelling(false)} />}
      {deleting && (
        <Suspense>
          <DeleteDraftDialog
            eventId={eventId}
            title={details.title}
            onClose={() => setDeleting(false)}
            onGone={() => go("/events?show=drafts", { replace: true })}
          />
        </Suspense>
      )}
    </>
  );
}

function CancelDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { eventId, details, tally } = useEventSnapshot();
  const [, go] = useLocation();
  const [note, setNote] = useState("");
  const cancel = useHostCommand(
    "cancelEvent",
    (body) => replyOf(api.POST("/api/events/{eventId}/cancellation", { params: { path: { eventId } }, body })),
    t`Event cancelled`,
  );
  // Not how many are notified: these are people, companions among them, and the page doesn't know who has an address.
  const isAnybodyListed = tally.going + tally.maybe + tally.waiting + (tally.silent ?? 0) > 0;
  const confirm = async () => {
    if (await cancel.run({ note: note.trim() })) go(`/e/${eventId}`);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Cancel “${details.title}”?`}
      actions={
        <>
          <Button onClick={onClose}>{t`Keep the event`}</Button>
          <Button look="danger" pending={cancel.pending} onClick={() => void confirm()}>
            {isAnybodyListed ? t`Cancel and notify guests` : t`Cancel the event`}
          </Button>
        </>
      }
    >
      <Field label={t`Note to guests`} optional={t`optional`} hint={t`Appears in the email and on the event page.`}>
        <TextArea
          value={note}
          maxLength={MAX_CANCEL_NOTE}
          placeholder={t`Sadly, rain all week. We'll try again soon.`}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Field>
      <p>
        {isAnybodyListed ? (
          <Trans>
            {tally.going} coming, {tally.maybe} maybe, {tally.waiting} on the waitlist, {tally.silent ?? 0} yet to answer. Everyone we have
            an email address for is told right away.
          </Trans>
        ) : (
          <Trans>Nobody is on the list yet, so nobody is notified.</Trans>
        )}
      </p>
    </Dialog>
  );
}
