import { useEffect, useState, type ReactNode } from "react";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { api, ApiError, read } from "../api/client.ts";
import { openEventStore, type EventStore } from "./event-store.ts";
import { EventContext, liveConnection } from "./use-event.ts";

/** The picture from the server; null when there is none for this reader. */
export async function loadEvent(eventId: string): Promise<EventSnapshot | null> {
  try {
    return await read(api.GET("/api/events/{eventId}", { params: { path: { eventId } } }));
  } catch (error) {
    if (error instanceof ApiError && error.problem.status < 500 && error.problem.status !== 429) return null;
    throw error;
  }
}

/** The picture that came with the page, if it is of this event. Good once: later, this reader may be somebody else. */
function sentWithPage(eventId: string): EventSnapshot | null {
  const block = document.getElementById("page-data");
  if (!block?.textContent) return null;
  const { snapshot } = JSON.parse(block.textContent) as { snapshot?: EventSnapshot };
  block.remove();
  return snapshot?.eventId === eventId ? snapshot : null;
}

/** Follows an event for as long as what is inside is on screen. */
export function OpenEvent({ eventId, children }: { eventId: string; children: ReactNode }) {
  const [store, setStore] = useState<EventStore | null>(null);
  useEffect(() => {
    const opened = openEventStore(eventId, liveConnection(), { initial: sentWithPage(eventId), load: () => loadEvent(eventId) });
    setStore(opened);
    return opened.close;
  }, [eventId]);
  if (store?.eventId !== eventId) return null;
  return <EventContext value={store}>{children}</EventContext>;
}
