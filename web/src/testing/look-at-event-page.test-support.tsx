import "../events/event-page.css";
import { preferredLocale } from "../i18n.ts";
import { EventView } from "../pages/event-page/event-view.tsx";
import "../ui/theme.css";
import { followedEvent } from "./followed-event.test-support.tsx";
import { mount } from "./mount.test-support.tsx";
import { faces, snapshots } from "./snapshots.test-support.ts";

/** The event page without a server: `?as=waiting` chooses the snapshot, `?offline` cuts the connection, `?typing` has others write. */
async function start() {
  const query = new URLSearchParams(location.search);
  const event = followedEvent(snapshots[query.get("as") ?? "going"]!);
  await mount(event.show(<EventView />), preferredLocale());
  const people = faces.slice(0, 5).map(({ guestId, name }) => ({ personId: guestId, name }));
  event.watcher.presence({ type: "presence", eventId: event.store.eventId, count: 7, people });
  if (query.has("typing")) event.watcher.presence({ type: "typing", eventId: event.store.eventId, people: people.slice(1, 3) });
  if (query.has("offline")) event.watcher.state("offline");
}

void start();
