import { useEffect, useState, type ReactNode } from "react";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { api, ApiError, read, shownTo } from "../api/client.ts";
import { createEventStore } from "./event-store.ts";
import { fetchLive } from "./fetch-live.ts";
import { EventContext } from "./use-event.ts";

/** The snapshot from the server; null when there is none for this reader. */
export async function loadEvent(eventId: string): Promise<EventSnapshot | null> {
  try {
    return await read(api.GET("/api/events/{eventId}", { params: { path: { eventId } } }));
  } catch (error) {
    if (error instanceof ApiError && error.problem.status < 500 && error.problem.status !== 429) return null;
    throw error;
  }
}

const pageData = () => document.getElementById("page-data");

/** The snapshot that came with the page, if it is of this event. */
function sentWithPage(eventId: string): EventSnapshot | null {
  const text = pageData()?.textContent;
  if (!text) return null;
  const { snapshot } = JSON.parse(text) as { snapshot?: EventSnapshot };
  return snapshot?.eventId === eventId ? snapshot : null;
}

/** Follows an event for as long as what is inside is on screen. */
export function OpenEvent({ eventId, children }: { eventId: string; children: ReactNode }) {
  return (
    <Opened key={eventId} eventId={eventId}>
      {children}
    </Opened>
  );
}

function Opened({ eventId, children }: { eventId: string; children: ReactNode }) {
  const [store] = useState(() => createEventStore(eventId, fetchLive, { initial: sentWithPage(eventId), load: () => loadEvent(eventId) }));
  useEffect(() => {
    // Valid once: later, this browser may have another session.
    pageData()?.remove();
    shownTo.id = () => store.get().snapshot?.viewer.personId;
    store.open();
    return () => {
      delete shownTo.id;
      store.close();
    };
  }, [store]);
  return <EventContext value={store}>{children}</EventContext>;
}
