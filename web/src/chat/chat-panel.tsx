import type { Writing } from "./writing.ts";
import { Trans, useLingui } from "@lingui/react/macro";
import { type RefObject, Suspense, useCallback, useMemo, useState } from "react";
import { seesChat, writesChat } from "@turnout/contract/audience";
import { useEventSnapshot } from "../live/use-event.ts";
import { phaseOf } from "@turnout/contract/event-phase";
import { useNow } from "../events/use-now.ts";
import { onDemand } from "../on-demand.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ChatContext, type Chat } from "./chat-context.ts";
import { Composer } from "./composer.tsx";
import { HereNow } from "./here-now.tsx";
import { AboveMessages } from "./message-features.tsx";
import { MessageList } from "./message-list.tsx";
import { TypingLine } from "./typing-line.tsx";
import { useChatCommands } from "./use-chat-commands.ts";
import { useConversation } from "./use-conversation.ts";
import type { useLastSeen } from "./use-last-seen.ts";
import { useAnnouncedMessages } from "./use-announced-messages.ts";
import type { ShownMessage } from "./with-pending.ts";
import "./chat-panel.css";

const DeleteDialog = onDemand(() => import("./delete-dialog.tsx"), "DeleteDialog");

type PanelProps = {
  reading: ReturnType<typeof useLastSeen>;
  composer: RefObject<HTMLTextAreaElement | null>;
};

/** The chat: beside the event on wide screens, a view of its own on phones. */
export function ChatPanel({ reading, composer }: PanelProps) {
  const { t } = useLingui();
  const { viewer, details } = useEventSnapshot();
  const [writing, setWriting] = useState<Writing>({ kind: "new", replyTo: null });
  const conversation = useConversation();
  const [deleting, askToDelete] = useState<ShownMessage | null>(null);
  const { me } = conversation;
  const commands = useChatCommands();
  useAnnouncedMessages();
  const write = useCallback(
    (next: Writing) => {
      setWriting(next);
      composer.current?.focus();
    },
    [composer],
  );
  const mayWrite = writesChat(viewer.class, details);
  const chat = useMemo((): Chat => ({ me, mayWrite, commands, write, askToDelete }), [me, mayWrite, commands, write]);

  return (
    <section className="chat" aria-label={t`Conversation`}>
      <header className="chat-head">
        <h1 className="chat-event" dir="auto">
          {details.title || t`Untitled event`}
        </h1>
        <h2>
          <Trans>Conversation</Trans>
        </h2>
        <HereNow />
      </header>
      {seesChat(viewer.class, details) ? (
        <ChatContext value={chat}>
          <AboveMessages conversation={conversation} />
          <MessageList conversation={conversation} reading={reading} />
          <TypingLine />
          <Composer ref={composer} writing={writing} onDone={() => setWriting({ kind: "new", replyTo: null })} onEditLast={editLast} />
          <Suspense fallback={null}>{deleting && <DeleteDialog message={deleting} onClose={() => askToDelete(null)} />}</Suspense>
        </ChatContext>
      ) : (
        <Outside />
      )}
    </section>
  );

  function editLast() {
    const own = conversation.messages.findLast(
      (message) => message.author.personId === me?.personId && !message.deletedBy && !message.delivery,
    );
    if (own) write({ kind: "edit", message: own });
  }
}

/** For people who may not read the chat: why, and what would change that. */
function Outside() {
  const { t } = useLingui();
  const { details, viewer } = useEventSnapshot();
  const phase = phaseOf(details, useNow());
  return (
    <div className="chat-outside">
      {details.chat === "closed" ? (
        <EmptyState icon="lock" title={t`Chat is off`}>
          <Trans>The hosts turned it off for this event.</Trans>
        </EmptyState>
      ) : (
        <EmptyState icon="chat" title={t`For everyone on the guest list`}>
          {!viewer.wasRemoved &&
            (phase === "over" || phase === "cancelled" ? (
              <Trans>Only they can read it. If you are one of them, open the link you were sent.</Trans>
            ) : (
              <Trans>Answer the invitation, and you can read along and ask questions.</Trans>
            ))}
        </EmptyState>
      )}
    </div>
  );
}
