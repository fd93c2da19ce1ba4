import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Queries } from "../events/queries.tsx";
import { HostsPage } from "../events/hosts-page.tsx";
import { HostsSheet } from "../events/hosts-sheet.tsx";
import { BulletinForm } from "../invitations/bulletins/bulletin-form.tsx";
import { BulletinHistory } from "../invitations/bulletins/bulletin-history.tsx";
import { selectedGuests } from "../invitations/bulletins/selected-guests.ts";
import { NudgeCard } from "../invitations/bulletins/nudge-card.tsx";
import { useBulletins } from "../invitations/bulletins/use-bulletins.ts";
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
  return (
    <HostsSheet title={t`Email guests`}>
      {details.status !== "published" ? (
        <Notice title={details.status === "draft" ? t`Publish the event first` : t`The event is cancelled`}>
          <Trans>You can email the guests of a published event.</Trans>
        </Notice>
      ) : (
        <div className="bulletins-grid">
          <BulletinForm people={bulletins.data?.people ?? null} leftToday={bulletins.data?.leftToday ?? null} selected={selected} />
          <div>
            {bulletins.data && <NudgeCard nudge={bulletins.data.nudge} />}
            <BulletinHistory bulletins={bulletins.data?.bulletins ?? []} />
          </div>
        </div>
      )}
    </HostsSheet>
  );
}
