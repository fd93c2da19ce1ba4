import { plural } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MAX_NUDGES, NUDGE_DAYS, type Bulletins } from "@turnout/contract/bulletins";
import { api, read } from "../../api/client.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { useNow } from "../../events/use-now.ts";
import { isOver } from "@turnout/contract/event-end";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { EmailFrame } from "../email-frame.tsx";
import { useEventClock } from "./use-event-clock.ts";
import { useSendBulletin } from "./use-send-bulletin.ts";

/** Asks whoever has not answered once more. */
export function NudgeCard({ nudge: { people, notBefore, left } }: { nudge: Bulletins["nudge"] }) {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const clock = useEventClock();
  const [asking, setAsking] = useState(false);
  const { send, pending } = useSendBulletin(eventId);
  const over = isOver(details, useNow());
  const mayNudge = left > 0 && notBefore === null && people > 0 && !over;
  async function confirm() {
    const done = await send((commandId) =>
      read(api.POST("/api/events/{eventId}/nudges", { params: { path: { eventId } }, body: { commandId } })),
    );
    if (done) setAsking(false);
  }
  return (
    <Card aria-labelledby="nudge">
      <h2 id="nudge">{t`Ask again`}</h2>
      <p className="muted">
        {over ? (
          <Trans>The event is over.</Trans>
        ) : left === 0 ? (
          <Trans>Guests were asked {MAX_NUDGES} times. That's enough.</Trans>
        ) : notBefore !== null ? (
          <Trans>Guests were asked again just recently. Next time from {clock(notBefore)}.</Trans>
        ) : people === 0 ? (
          <Trans>Nobody to ask: everyone has answered, or was invited less than {NUDGE_DAYS} days ago.</Trans>
        ) : (
          <Plural value={people} one="# person hasn't answered yet." other="# people haven't answered yet." />
        )}
      </p>
      <div className="settings-actions">
        <Button icon="send" disabled={!mayNudge} aria-haspopup="dialog" onClick={() => setAsking(true)}>
          {people > 0 ? plural(people, { one: "Ask # person again", other: "Ask # people again" }) : t`Ask again`}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        danger={false}
        title={plural(people, { one: "Ask # person again?", other: "Ask # people again?" })}
        confirmLabel={t`Ask again`}
        pending={pending}
        onCancel={() => setAsking(false)}
        onConfirm={() => void confirm()}
      >
        <p>
          <Trans>
            Everyone who hasn't answered gets this email, at most {MAX_NUDGES} times per event and {NUDGE_DAYS} days apart.
          </Trans>
        </p>
        <EmailFrame
          email={{ path: "bulletin-preview", fields: { kind: "nudge", name: t`Grace`, subject: "", text: "" } }}
          onSubject={() => {}}
        />
      </ConfirmDialog>
    </Card>
  );
}
