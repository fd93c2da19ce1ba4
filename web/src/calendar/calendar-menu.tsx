import { useLingui } from "@lingui/react/macro";
import { Suspense, useState } from "react";
import { useEventSnapshot } from "../live/use-event.ts";
import { Icon } from "../ui/icons.tsx";
import { Menu } from "../ui/menu.tsx";
import { phaseOf } from "@turnout/contract/event-phase";
import { useNow } from "../events/use-now.ts";
import { onDemand } from "../on-demand.ts";
import { type CalendarOffer, calendarOffers } from "./calendar-offers.ts";

const SubscribeDialog = onDemand(() => import("./subscribe-dialog.tsx"), "SubscribeDialog");

/** Ways to add the event to a calendar, the likeliest for this device first, and for hosts and guests one that follows it; none for an event that is cancelled or over. */
export function CalendarMenu() {
  const { t } = useLingui();
  const { eventId, details, viewer } = useEventSnapshot();
  const [subscribing, setSubscribing] = useState(false);
  const phase = phaseOf(details, useNow());
  if (!details.startsAt || phase === "draft" || phase === "cancelled" || phase === "over") return null;

  const names: Record<CalendarOffer, string> = {
    ics: isApple() ? t`Apple Calendar` : t`Calendar file (.ics)`,
    google: t`Google Calendar`,
    outlook: t`Outlook.com`,
    office: t`Outlook (work or school)`,
  };
  const path = `/api/events/${eventId}/calendar`;
  const items = calendarOffers(navigator.userAgent).map((offer) => ({
    label: names[offer],
    onSelect: () => void (offer === "ics" ? location.assign(`${path}.ics`) : window.open(`${path}/${offer}`, "_blank", "noopener")),
  }));

  return (
    <span className="event-action">
      <Menu
        label={t`Add to calendar`}
        items={viewer.class === "public" ? items : [...items, null, { label: t`Subscribe…`, onSelect: () => setSubscribing(true) }]}
        face={
          <>
            <Icon name="calendar" /> {t`Add to calendar`}
          </>
        }
      />
      <Suspense fallback={null}>{subscribing && <SubscribeDialog eventId={eventId} onClose={() => setSubscribing(false)} />}</Suspense>
    </span>
  );
}

/** Where a calendar file opens in the device's own calendar. */
function isApple() {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
