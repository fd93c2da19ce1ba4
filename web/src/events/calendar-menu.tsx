import { useLingui } from "@lingui/react/macro";
import { type CalendarOffer, calendarOffers, googleCalendarLink, outlookCalendarLink } from "@turnout/contract/calendar-links";
import { calendarDays } from "@turnout/contract/calendar";
import { markupText, parseMarkup } from "@turnout/contract/markup";
import { useEventSnapshot } from "../live/use-event.ts";
import { Icon } from "../ui/icons.tsx";
import { Menu } from "../ui/menu.tsx";
import { phaseOf } from "@turnout/contract/event-phase";
import { useNow } from "./use-now.ts";

/** Ways into a calendar, the one that this device's owner most likely wants first; none for what is called off or over. */
export function CalendarMenu() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const phase = phaseOf(details, useNow());
  if (!details.startsAt || phase === "draft" || phase === "cancelled" || phase === "over") return null;

  const event = {
    title: details.title,
    start: details.startsAt,
    end: details.endsAt,
    days: calendarDays(details),
    zone: details.zone,
    place: details.place,
    description: markupText(parseMarkup(details.description, { kind: "description" })),
    url: `${location.origin}/e/${eventId}`,
  };
  const names: Record<CalendarOffer, string> = {
    ics: isApple() ? t`Apple Calendar` : t`Calendar file (.ics)`,
    google: t`Google Calendar`,
    outlook: t`Outlook.com`,
    office: t`Outlook (work or school)`,
  };
  const addresses: Record<CalendarOffer, () => string> = {
    ics: () => `/api/events/${eventId}/calendar.ics`,
    google: () => googleCalendarLink(event),
    outlook: () => outlookCalendarLink(event, "live"),
    office: () => outlookCalendarLink(event, "office"),
  };
  const items = calendarOffers(navigator.userAgent).map((offer) => ({
    label: names[offer],
    onSelect: () => void (offer === "ics" ? location.assign(addresses.ics()) : window.open(addresses[offer](), "_blank", "noopener")),
  }));

  return (
    <span className="event-action">
      <Menu
        label={t`Add to calendar`}
        items={items}
        face={
          <>
            <Icon name="calendar" /> {t`Add to calendar`}
          </>
        }
      />
    </span>
  );
}

/** Where a calendar file opens in the device's own calendar. */
function isApple() {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
