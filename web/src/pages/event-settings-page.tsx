import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense } from "react";
import { Queries } from "../events/queries.tsx";
import { HostsPage } from "../events/hosts-page.tsx";
import { HostsSheet } from "../events/hosts-sheet.tsx";
import { ChatSection } from "../events/settings/chat-section.tsx";
import { EndSection } from "../events/settings/end-section.tsx";
import { HostsSection } from "../events/settings/hosts-section.tsx";
import { ShareSection } from "../events/settings/share-section.tsx";
import { useEventSnapshot } from "../live/use-event.ts";
import { useHostHeldWords } from "../notifications/held-note.tsx";
import { later } from "../on-demand.ts";
import { LinkButton } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import "../events/settings/settings.css";

const CalendarSection = later(() => import("../events/settings/reminders-section.tsx"), "CalendarSection");
const RemindersSection = later(() => import("../events/settings/reminders-section.tsx"), "RemindersSection");

export function EventSettingsPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <Queries>
      <HostsPage eventId={eventId} name="settings" title={t`Settings`} refusal={t`Only hosts can see the settings`}>
        <Settings />
      </HostsPage>
    </Queries>
  );
}

function Settings() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const edit = details.status !== "cancelled" && (
    <LinkButton icon="pencil" href={`/e/${eventId}/edit`}>
      <Trans>Edit the event</Trans>
    </LinkButton>
  );
  return (
    <HostsSheet title={t`Settings`} actions={edit}>
      <div className="settings-grid">
        <div>
          <ShareSection />
          <HostsSection heldWords={useHostHeldWords()} />
          <Suspense fallback={<Card className="reminders-card" aria-hidden="true" />}>
            <RemindersSection />
          </Suspense>
        </div>
        <div>
          <Suspense fallback={<Card className="calendars-card" aria-hidden="true" />}>
            <CalendarSection />
          </Suspense>
          <Card aria-labelledby="settings-questions">
            <h2 id="settings-questions">{t`Questions`}</h2>
            <p className="muted">
              <Trans>What guests are asked when they say that they come: allergies, meals, children.</Trans>
            </p>
            <div className="settings-actions">
              <LinkButton icon="question" href={`/e/${eventId}/questions`}>
                <Trans>Edit the questions</Trans>
              </LinkButton>
            </div>
          </Card>
          <ChatSection />
          <EndSection />
        </div>
      </div>
    </HostsSheet>
  );
}
