import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useState } from "react";
import { Queries } from "../events/queries.tsx";
import { HostsPage } from "../events/hosts-page.tsx";
import { HostsSheet } from "../events/hosts-sheet.tsx";
import { BulletinForm } from "../invitations/bulletins/bulletin-form.tsx";
import { BulletinHistory } from "../invitations/bulletins/bulletin-history.tsx";
import { keptBulletin } from "../invitations/bulletins/kept-bulletin.ts";
import { selectedGuests, wantsThanks } from "../invitations/bulletins/selected-guests.ts";
import { NudgeCard } from "../invitations/bulletins/nudge-card.tsx";
import { ThanksCard } from "../invitations/bulletins/thanks-card.tsx";
import { useBulletins } from "../invitations/bulletins/use-bulletins.ts";
import { ORDER, useThanks, type Prepared } from "../invitations/bulletins/use-thanks.ts";
import { useNow } from "../events/use-now.ts";
import { isOver } from "@turnout/contract/event-end";
import { useEventSnapshot } from "../live/use-event.ts";
import { Notice } from "../ui/notice.tsx";
import { showToast } from "../ui/toast.ts";
import "../invitations/bulletins/bulletins.css";

/** What hosts write to guests by email. */
export function BulletinsPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <Queries>
      <HostsPage eventId={eventId} name="emails" title={t`Email guests`} refusal={t`Only hosts can email guests`}>
        <Emails />
      </HostsPage>
    </Queries>
  );
}

function Emails() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const bulletins = useBulletins(eventId);
  const [selected] = useState(() => selectedGuests(history.state));
  const thanks = useThanks(isOver(details, useNow()));
  const [kept] = useState(() => keptBulletin(eventId));
  const [begun, setBegun] = useState(() => ({ times: 0, with: wantsThanks(history.state) ? thanks : forSelected(kept, selected) }));
  const begin = useCallback((written: Prepared) => setBegun(({ times }) => ({ times: times + 1, with: written })), []);
  const offerBack = useCallback(
    (written: Prepared | null) => {
      if (written) showToast(t`What you had written was replaced`, { action: { label: t`Undo`, run: () => begin(written) } });
    },
    [begin, t],
  );
  useEffect(() => {
    if (wantsThanks(history.state)) offerBack(kept);
  }, [kept, offerBack]);
  const prepare = (next: Prepared) => {
    offerBack(keptBulletin(eventId));
    begin(next);
  };
  const takeBack = (written: Prepared) => {
    if (keptBulletin(eventId) === null) begin(written); // something new may have been begun meanwhile
  };
  return (
    <HostsSheet title={t`Email guests`}>
      {details.status !== "published" ? (
        <Notice title={details.status === "draft" ? t`Publish the event first` : t`The event is cancelled`}>
          <Trans>You can email the guests of a published event.</Trans>
        </Notice>
      ) : (
        <div className="bulletins-grid">
          <BulletinForm
            key={begun.times}
            bulletins={bulletins}
            selected={selected}
            prepared={begun.with}
            isAskedFor={begun.times > 0}
            onTakenBack={takeBack}
          />
          <div>
            <ThanksCard onPrepare={prepare} />
            {bulletins.data && <NudgeCard nudge={bulletins.data.nudge} />}
            <BulletinHistory bulletins={bulletins} onReuse={prepare} />
          </div>
        </div>
      )}
    </HostsSheet>
  );
}

/** What was written before, for those who are selected now. */
function forSelected(kept: Prepared | null, selected: readonly string[]): Prepared | null {
  return kept && selected.length > 0 ? { ...kept, to: ORDER, part: { guestIds: [...selected] } } : kept;
}
