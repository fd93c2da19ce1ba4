import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { createRoot } from "react-dom/client";
import { faces, pictures } from "../../events/event-page.fixtures.ts";
import "../../events/event-page.css";
import { loadWords, preferredLocale, showLocale } from "../../i18n.ts";
import type { EventStore, EventView as View } from "../../live/event-store.ts";
import { createPendingCommands } from "../../live/pending-commands.ts";
import { EventContext } from "../../live/use-event.ts";
import { Announcer } from "../../ui/announcer.tsx";
import { Toasts } from "../../ui/toasts.tsx";
import "../../ui/theme.css";
import { EventView } from "./event-view.tsx";

/** A store that follows nobody: `?as=waiting` chooses the picture, `?offline` cuts the line. */
function stillStore(): EventStore {
  const query = new URLSearchParams(location.search);
  const picture = pictures[query.get("as") ?? "going"]!;
  const people = faces.slice(0, 5).map(({ guestId, name }) => ({ personId: guestId, name }));
  const offline = query.has("offline");
  const listeners = new Set<() => void>();
  let view: View = {
    picture,
    state: offline ? "offline" : "live",
    reloads: 0,
    offlineSince: offline ? Date.now() - 90_000 : null,
    gone: false,
    present: { count: 7, people },
    typing: query.has("typing") ? people.slice(1, 3) : [],
    pending: [],
  };
  return {
    eventId: picture.eventId,
    get: () => view,
    subscribe: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    onEntries: () => () => {},
    pending: createPendingCommands((pending) => {
      view = { ...view, pending };
      for (const listener of listeners) listener();
    }),
    typing() {},
    open() {},
    refresh() {},
    close() {},
  };
}

async function start() {
  await Promise.all([showLocale(preferredLocale()), loadWords("all")]);
  const store = stillStore();
  createRoot(document.getElementById("root")!).render(
    <I18nProvider i18n={i18n}>
      <EventContext value={store}>
        <EventView />
      </EventContext>
      <Toasts />
      <Announcer />
    </I18nProvider>,
  );
}

void start();
