import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { MESSAGES_KEPT } from "@turnout/contract/chat";
import { type MouseEvent, useCallback, useEffect, useState } from "react";

export type EventPart = "event" | "chat";

const partOf = (hash: string): EventPart => (hash === "#chat" ? "chat" : "event");

/** Which view a phone shows; it is in the address, so that "back" leads from the chat to the event. */
export function useEventPart(): [EventPart, (part: EventPart) => void] {
  const [part, setPart] = useState(() => partOf(location.hash));
  useEffect(() => {
    const moved = () => setPart(partOf(location.hash));
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);

  const show = useCallback((next: EventPart) => {
    if (next === partOf(location.hash)) return;
    history.pushState(null, "", next === "chat" ? "#chat" : location.pathname + location.search);
    setPart(next);
    scrollTo(0, 0);
  }, []);
  return [part, show];
}

type PartsProps = { part: EventPart; onShow: (part: EventPart) => void; unread: number };

/** The switch between the two views of a phone. Unread messages are counted as far as the page carries them. */
export function EventParts({ part, onShow, unread }: PartsProps) {
  const { t } = useLingui();
  const go = (next: EventPart) => (event: MouseEvent) => {
    event.preventDefault();
    onShow(next);
  };
  return (
    <nav className="event-parts" aria-label={t`Views of this event`}>
      <a href="#event" aria-current={part === "event" || undefined} onClick={go("event")}>
        <Trans>Event</Trans>
      </a>
      <a href="#chat" aria-current={part === "chat" || undefined} onClick={go("chat")}>
        <Trans>Conversation</Trans>
        {unread > 0 && (
          <span className="unread tabular">
            {unread < MESSAGES_KEPT ? unread : `${MESSAGES_KEPT}+`}
            <span className="visually-hidden">
              {" "}
              <Plural value={unread} one="new message" other="new messages" />
            </span>
          </span>
        )}
      </a>
    </nav>
  );
}
