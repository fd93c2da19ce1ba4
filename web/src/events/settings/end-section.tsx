import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useLocation } from "wouter";
import { MAX_CANCEL_NOTE } from "@turnout/contract/events";
import { api, replyOf } from "../../api/client.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextArea } from "../../ui/input.tsx";
import { useDuplicate } from "./use-duplicate.ts";
import { useHostCommand } from "./use-host-command.ts";

/** Doing it again, and calling it off. */
export function EndSection() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const duplicate = useDuplicate(eventId);
  const [cancelling, setCancelling] = useState(false);
  return (
    <>
      <Card aria-labelledby="settings-copy">
        <h2 id="settings-copy">{t`Do it again`}</h2>
        <p className="muted">
          <Trans>A copy takes over how the event looks and all its options. Not the date, not the guests.</Trans>
        </p>
        <div className="settings-actions">
          <Button icon="copy" pending={duplicate.pending} onClick={() => void duplicate.run()}>{t`Make a copy`}</Button>
        </div>
      </Card>
      {details.status === "published" && (
        <Card aria-labelledby="settings-cancel">
          <h2 id="settings-cancel">{t`Call it off`}</h2>
          <p className="muted">
            <Trans>The page stays and says so. There is no way back: guests have been told.</Trans>
          </p>
          <div className="settings-actions">
            <Button look="danger" aria-haspopup="dialog" onClick={() => setCancelling(true)}>{t`Cancel the event…`}</Button>
          </div>
        </Card>
      )}
      {cancelling && <CancelDialog onClose={() => setCancelling(false)} />}
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
    (commandId) =>
      replyOf(api.POST("/api/events/{eventId}/cancellation", { params: { path: { eventId } }, body: { commandId, note: note.trim() } })),
    t`The event is cancelled`,
  );
  const concerned = tally.going + tally.maybe + tally.waiting + (tally.silent ?? 0);
  const confirm = async () => {
    if (await cancel.run()) go(`/e/${eventId}`);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Cancel “${details.title}”?`}
      actions={
        <>
          <Button onClick={onClose}>{t`Keep as it is`}</Button>
          <Button look="danger" pending={cancel.pending} onClick={() => void confirm()}>
            {concerned > 0 ? (
              <Plural value={concerned} one="Cancel and tell # person" other="Cancel and tell # people" />
            ) : (
              t`Cancel the event`
            )}
          </Button>
        </>
      }
    >
      <Field label={t`A word to the guests`} optional={t`optional`} hint={t`Stands in the mail and on the event's page.`}>
        <TextArea
          value={note}
          maxLength={MAX_CANCEL_NOTE}
          placeholder={t`Sadly it rains all week. We try again in August.`}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Field>
      <p>
        {concerned > 0 ? (
          <Trans>
            {tally.going} coming, {tally.maybe} maybe, {tally.waiting} in line, {tally.silent ?? 0} without an answer. All who were invited
            or answered by mail hear of it at once.
          </Trans>
        ) : (
          <Trans>Nobody is on the list, so nobody is told.</Trans>
        )}
      </p>
    </Dialog>
  );
}
