import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Queries } from "../events/queries.tsx";
import { HostsPage } from "../events/hosts-page.tsx";
import { HostsSheet } from "../events/hosts-sheet.tsx";
import { BulletinForm } from "../invitations/bulletins/bulletin-form.tsx";
import { BulletinHistory } from "../invitations/bulletins/bulletin-history.tsx";
import { selectedGuests, wantsThanks } from "../invitations/bulletins/selected-guests.ts";
import { NudgeCard } from "../invitations/bulletins/nudge-card.tsx";
import { ThanksCard } from "../invitations/bulletins/thanks-card.tsx";
import { useBulletins } from "../invitations/bulletins/use-bulletins.ts";
import { useThanks, type Prepared } from "../invitations/bulletins/use-thanks.ts";
import { useNow } from "../events/use-now.ts";
import { isOver } from "@turnout/contract/event-end";
import { useEventSnapshot } from "../live/use-event.ts";
import { Notice } from "../ui/notice.tsx";
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
  const [prepared, setPrepared] = useState<Prepared | null>(() => (wantsThanks(history.state) ? thanks : null));
  const [times, setTimes] = useState(0);
  const prepare = (next: Prepared) => {
    setPrepared(next);
    setTimes(times + 1);
    scrollTo(0, 0);
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
            key={times}
            people={bulletins.data?.people ?? null}
            leftToday={bulletins.data?.leftToday ?? null}
            selected={selected}
            prepared={prepared}
          />
          <div>
            <ThanksCard onPrepare={prepare} />
            {bulletins.data && <NudgeCard nudge={bulletins.data.nudge} />}
            <BulletinHistory bulletins={bulletins.data?.bulletins ?? []} />
          </div>
        </div>
      )}
    </HostsSheet>
  );
}
