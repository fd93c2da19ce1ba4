import { useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useRef } from "react";
import { messageWords } from "@turnout/contract/message-words";
import type { PinnedMessage } from "@turnout/contract/chat-entries";
import type { LogEntry } from "@turnout/contract/log";
import { api, replyOf } from "../api/client.ts";
import type { EventView } from "../live/event-store.ts";
import { newId } from "../live/new-id.ts";
import { useEntries, useEventSnapshot, useEventStore, useEventView } from "../live/use-event.ts";
import { announce } from "../ui/announcer.tsx";
import { Badge } from "../ui/badge.tsx";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";
import { showToast } from "../ui/toast.ts";
import { useChat } from "./chat-context.ts";
import { goToMessage } from "./go-to-message.ts";
import type { MessageAction } from "./message-action.ts";
import { posesAsHost } from "./posing.ts";
import { spoken } from "./use-announced-messages.ts";
import type { useConversation } from "./use-conversation.ts";
import type { ShownMessage } from "./with-pending.ts";
import "./pinned-message.css";

type Conversation = ReturnType<typeof useConversation>;

/** The pinned message above the others: a press leads to where it was said, hosts unpin it. */
export function PinnedBar({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui();
  const { hosts, pinned: known } = useEventSnapshot();
  const pinnedId = useEventView(pinnedIdIn);
  const goTo = useGoTo(conversation);
  const { unpin } = usePinning();
  const { me } = useChat();
  useAnnouncedPins();
  const pinned = shownAsPinned(pinnedId, known, conversation.messages);
  if (!pinned) return null;
  const { messageId, author, text } = pinned;
  return (
    <section className="pinned" aria-label={t`Pinned message`}>
      <Icon name="pin" size={18} />
      <button type="button" className="pinned-words" title={t`Go to the message`} onClick={() => goTo(messageId)}>
        <b dir="auto">{author.name}</b>
        {author.role === "host" && <Badge tone="accent">{t`Host`}</Badge>}
        {author.role === "guest" && posesAsHost(author, hosts) && <Badge>{t`Guest`}</Badge>}
        <span dir="auto">{messageWords(text)}</span>
      </button>
      {me?.role === "host" && <IconButton icon="x" label={t`Unpin`} onClick={() => void unpin(messageId)} />}
    </section>
  );
}

/** What hosts can do with a message: pin it, or unpin the one that is. Null for others. */
export function usePinAction({ messageId }: ShownMessage): MessageAction | null {
  const { t } = useLingui();
  const { me, mayWrite } = useChat();
  const isPinned = useEventView((view) => pinnedIdIn(view) === messageId);
  const { pin, unpin } = usePinning();
  if (me?.role !== "host") return null;
  if (isPinned) return { icon: "pin", label: t`Unpin`, isOn: true, run: () => void unpin(messageId) };
  return mayWrite ? { icon: "pin", label: t`Pin`, run: () => void pin(messageId) } : null;
}

/** The id of the pinned message with pending commands applied; null: there is none. */
export function pinnedIdIn({ snapshot, pending }: Pick<EventView, "snapshot" | "pending">): string | null {
  let messageId = snapshot?.pinned?.messageId ?? null; // an older server's snapshot has no such field
  for (const command of pending) {
    if (command.state === "failed") continue;
    if (command.name === "pinMessage") messageId = command.input.messageId;
    if (command.name === "unpinMessage" && messageId === command.input.messageId) messageId = null;
  }
  return messageId;
}

/** As the conversation shows it, with pending edits; one further up than what is loaded as the snapshot has it. */
export function shownAsPinned(
  pinnedId: string | null,
  known: PinnedMessage | null | undefined,
  shown: readonly ShownMessage[],
): PinnedMessage | null {
  if (!pinnedId) return null;
  const message = shown.find(({ messageId }) => messageId === pinnedId) ?? (known?.messageId === pinnedId ? known : null);
  return message?.text ? message : null;
}

/** Pins and unpins; each can be undone. */
function usePinning() {
  const { t } = useLingui();
  const store = useEventStore();
  const { settle } = useChat().commands;
  const { eventId, pending } = store;

  function sendPin(messageId: string) {
    const body = { commandId: newId() };
    const send = () =>
      replyOf(api.PUT("/api/events/{eventId}/messages/{messageId}/pin", { params: { path: { eventId, messageId } }, body }));
    return settle(body.commandId, pending.run("pinMessage", { ...body, messageId }, send));
  }
  function sendUnpin(messageId: string) {
    const query = { commandId: newId() };
    const send = () =>
      replyOf(api.DELETE("/api/events/{eventId}/messages/{messageId}/pin", { params: { path: { eventId, messageId }, query } }));
    return settle(query.commandId, pending.run("unpinMessage", { ...query, messageId }, send));
  }

  return {
    /** Undone by pinning what was pinned before. */
    async pin(messageId: string) {
      const before = store.get().snapshot?.pinned?.messageId;
      const undo = () => void (before ? sendPin(before) : sendUnpin(messageId));
      if (await sendPin(messageId)) showToast(t`Message pinned`, { tone: "success", action: { label: t`Undo`, run: undo } });
    },
    async unpin(messageId: string) {
      const undo = () => void sendPin(messageId);
      if (await sendUnpin(messageId)) showToast(t`Message unpinned`, { tone: "success", action: { label: t`Undo`, run: undo } });
    },
  };
}

function useAnnouncedPins() {
  const { t } = useLingui();
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        for (const { body } of entries) if (body.type === "chat.pinned") announce(t`Pinned: ${spoken(body.text)}`);
      },
      [t],
    ),
  );
}

/** Goes to a message; one further up than what is loaded is loaded first, page by page. */
function useGoTo({ loading, failed, hasOlder, loadOlder }: Conversation) {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (!wanted.current || loading) return;
    if (goToMessage(wanted.current) || failed || !hasOlder) wanted.current = null;
    else void loadOlder();
  }, [loading, failed, hasOlder, loadOlder]);
  return (messageId: string) => {
    if (goToMessage(messageId)) return;
    wanted.current = messageId;
    void loadOlder();
  };
}
