import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Icon } from "../ui/icons.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { DaySeparator } from "./day-separator.tsx";
import { groupMessages } from "./group-messages.ts";
import { MessageRow } from "./message-row.tsx";
import { usePosing } from "./use-posing.ts";
import type { useConversation } from "./use-conversation.ts";
import type { useLastSeen } from "./use-last-seen.ts";
import { useLongPress } from "./use-long-press.ts";
import { useReadingPlace } from "./use-reading-place.ts";
import type { ShownMessage } from "./with-pending.ts";
import "./message-list.css";

type ListProps = {
  conversation: ReturnType<typeof useConversation>;
  reading: ReturnType<typeof useLastSeen>;
};

/** The messages in their own scrolling box, oldest first; Tab stops once, arrow keys walk from message to message. */
export function MessageList({ conversation, reading }: ListProps) {
  const { t } = useLingui();
  const { messages, me, hasOlder, loading, failed, loadOlder, readsNewest } = conversation;
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const rows = useMemo(() => groupMessages(messages, { away: reading.away, myId: me?.personId ?? null }), [messages, reading.away, me]);
  const posing = usePosing(messages);
  const longPress = useLongPress();
  const place = useReadingPlace(box, rows, reading.sawAll);
  useLayoutEffect(() => readsNewest(place.atEnd), [readsNewest, place.atEnd]);
  useStartAtNew(box, place.note);
  useFollowOwn(messages, place.toEnd);

  const reached = useCallback((messageId: string) => setActive(messageId), []);
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const at = messages.findIndex(({ messageId }) => messageId === active);
    const next = step && messages[at + step];
    if (!next || !(event.target as HTMLElement).matches("[data-message]")) return;
    event.preventDefault();
    box.current?.querySelector<HTMLElement>(`[data-message="${next.messageId}"]`)?.focus();
  };
  const unseen = messages.filter(
    ({ seq, author, delivery }) => !delivery && seq > (reading.seen ?? -1) && author.personId !== me?.personId,
  ).length;
  const tabbable = messages.some(({ messageId }) => messageId === active) ? active : messages.at(-1)?.messageId;

  return (
    <div className="chat-scroller">
      <div className="chat-box" ref={box} onScroll={place.note}>
        {hasOlder && (
          <div className="chat-older">
            {loading ? (
              <Spinner />
            ) : (
              <Button look="plain" size="sm" icon="chevron-up" onClick={() => void loadOlder()}>
                {failed ? t`Couldn't load. Try again` : t`Load earlier messages`}
              </Button>
            )}
          </div>
        )}
        {messages.length === 0 && (
          <EmptyState icon="chat" title={t`No messages yet`}>
            <Trans>Ask what to bring, offer a lift or just say hello. Everyone on the guest list can read it.</Trans>
          </EmptyState>
        )}
        <ol role="list" aria-label={t`Messages`} className="messages" onKeyDown={walk} {...longPress}>
          {rows.map((row) => (
            <li key={row.message.messageId}>
              {row.startsDay && <DaySeparator at={row.message.at} />}
              {row.startsNew && (
                <p className="new-line">
                  <span>
                    <Trans>New since you left</Trans>
                  </span>
                </p>
              )}
              <MessageRow
                row={row}
                poses={posing.has(row.message.messageId)}
                quotesPosing={row.message.replyTo !== null && posing.has(row.message.replyTo.messageId)}
                tabbable={row.message.messageId === tabbable}
                onReached={reached}
              />
            </li>
          ))}
        </ol>
      </div>
      {!place.atEnd && (
        <button type="button" className="to-newest" onClick={place.toEnd}>
          <Icon name="chevron-down" size={18} />
          {unseen > 0 ? <Plural value={unseen} one="# new message" other="# new messages" /> : <Trans>Jump to latest</Trans>}
        </button>
      )}
    </div>
  );
}

/** Scrolls a returning reader to where they stopped. Waits until the box is visible. */
function useStartAtNew(boxRef: RefObject<HTMLDivElement | null>, note: () => void) {
  const started = useRef(false);
  useLayoutEffect(() => {
    const box = boxRef.current;
    if (started.current || !box?.clientHeight) return;
    started.current = true;
    const line = box.querySelector(".new-line");
    if (!line) return;
    const hidden = line.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (hidden < 0) box.scrollTop += hidden - 16;
    note();
  });
}

/** Posting scrolls to the new message. */
function useFollowOwn(messages: ShownMessage[], toEnd: () => void) {
  const last = messages.at(-1);
  const mine = last?.delivery ? last.messageId : null;
  useEffect(() => {
    if (mine) toEnd();
  }, [mine, toEnd]);
}
