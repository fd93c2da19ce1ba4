import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useState } from "react";
import { useDuplicate } from "../../events/settings/use-duplicate.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { later } from "../../on-demand.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import "./host-after.css";

const ThanksDialog = later(() => import("../../invitations/bulletins/thanks-dialog.tsx"), "ThanksDialog");

/** What hosts are offered once their event is over: to thank who came, to hold it again, and how it went. */
export function HostAfter() {
  const { t } = useLingui();
  const { eventId, tally } = useEventSnapshot();
  const duplicate = useDuplicate(eventId);
  const [thanking, setThanking] = useState(false);
  const hadGuests = tally.going > 0 || (tally.arrived ?? 0) > 0;
  return (
    <section className="host-after" aria-labelledby="host-after">
      <h2 id="host-after">
        <Trans>How was it?</Trans>
      </h2>
      <div className="host-after-actions">
        {hadGuests && (
          <Button look="primary" icon="mail" aria-haspopup="dialog" onClick={() => setThanking(true)}>{t`Thank your guests…`}</Button>
        )}
        <Button icon="copy" pending={duplicate.pending} onClick={() => void duplicate.run({ again: true })}>{t`Again?`}</Button>
        <LinkButton icon="chart" href={`/e/${eventId}/insight`}>{t`In numbers`}</LinkButton>
      </div>
      <Suspense fallback={null}>{thanking && <ThanksDialog onClose={() => setThanking(false)} />}</Suspense>
    </section>
  );
}
