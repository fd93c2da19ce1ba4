import { Suspense, useLayoutEffect, useState } from "react";
import { Redirect } from "wouter";
import { useRefreshOnSignIn } from "../accounts/use-refresh-on-sign-in.ts";
import { EventSkeleton } from "../events/event-skeleton.tsx";
import { keepsCookies } from "../live/keeps-cookies.ts";
import { OpenEvent } from "../live/open-event.tsx";
import { useEventView } from "../live/use-event.ts";
import { removeServerForm } from "../guests/answer/server-form.ts";
import { EventView } from "./event-page/event-view.tsx";
import { onDemand } from "../on-demand.ts";
import { BrokenPage } from "../ui/error-boundary.tsx";
import "../events/event-page.css";

// Rare, so in a chunk of its own.
const CookiesNeeded = onDemand(() => import("../events/cookies-needed.tsx"), "CookiesNeeded", BrokenPage);
const EventGone = onDemand(() => import("../events/event-gone.tsx"), "EventGone", BrokenPage);
const LinkGone = onDemand(() => import("../events/event-gone.tsx"), "LinkGone", BrokenPage);

/** The data of a page that the server sent without an event: it is not said to be loading when its absence is known. */
const GONE = '{"gone":true}';

/** The event page: details, attendance, answer and chat, live. */
export function EventPage({ params }: { params: { eventId: string } }) {
  return (
    <OpenEvent eventId={params.eventId}>
      <Ready eventId={params.eventId} />
    </OpenEvent>
  );
}

/** An event opened by a personal or share link: the secret is removed from the address bar. */
export function LinkedEventPage() {
  const [eventId] = useState(eventSentWithPage);
  const leadsOn = eventId !== null && keepsCookies();
  useLayoutEffect(() => (leadsOn ? undefined : removeServerForm()), [leadsOn]);
  if (leadsOn) return <Redirect to={`/e/${eventId}${location.search === "?code" ? "/code" : location.search}`} replace />;
  return <Suspense fallback={null}>{eventId ? <CookiesNeeded /> : <LinkGone />}</Suspense>;
}

function Ready({ eventId }: { eventId: string }) {
  const snapshot = useEventView((view) => view.snapshot);
  const gone = useEventView((view) => view.gone);
  const state = useEventView((view) => view.state);
  useRefreshOnSignIn();
  useLayoutEffect(() => removeServerForm(), []); // where no answer card has
  const [sentGone] = useState(() => document.getElementById("page-data")?.textContent === GONE);
  if (gone || (sentGone && !snapshot))
    return <Suspense fallback={null}>{keepsCookies() ? <EventGone eventId={eventId} /> : <CookiesNeeded />}</Suspense>;
  return snapshot ? <EventView key={eventId} /> : <EventSkeleton offline={state === "offline"} />;
}

function eventSentWithPage(): string | null {
  const block = document.getElementById("page-data")?.textContent;
  return block ? ((JSON.parse(block) as { snapshot?: { eventId: string } }).snapshot?.eventId ?? null) : null;
}
