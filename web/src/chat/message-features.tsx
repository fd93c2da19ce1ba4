import { Trans, useLingui } from "@lingui/react/macro";
import { useChat } from "./chat-context.ts";
import type { MessageAction } from "./message-action.ts";
import { PinnedBar, usePinAction } from "./pinned-message.tsx";
import type { useConversation } from "./use-conversation.ts";
import type { ShownMessage } from "./with-pending.ts";

// All that features add to the conversation and its messages. Each is a file of its own, and named here.

/** What stands above the messages. */
export function AboveMessages({ conversation }: { conversation: ReturnType<typeof useConversation> }) {
  return <PinnedBar conversation={conversation} />;
}

/** What is said of a message that is there, after its text. */
export function MessageNotes({ message: { editedAt } }: { message: ShownMessage }) {
  return (
    <>
      {editedAt && (
        <span className="message-edited">
          <Trans>edited</Trans>
        </span>
      )}
    </>
  );
}

/** What this reader can do with a message now. */
export function useMessageActions(message: ShownMessage): MessageAction[] {
  const { t } = useLingui();
  const { me, mayWrite, write, askToDelete } = useChat();
  const isOwn = message.author.personId === me?.personId;
  const actions: (MessageAction | null)[] = [
    mayWrite ? { icon: "reply", label: t`Reply`, run: () => write({ kind: "new", replyTo: message }) } : null,
    mayWrite && isOwn ? { icon: "pencil", label: t`Edit`, run: () => write({ kind: "edit", message }) } : null,
    usePinAction(message),
    isOwn || me?.role === "host" ? { icon: "trash", label: t`Delete`, run: () => askToDelete(message) } : null,
  ];
  return !me || message.deletedBy || message.delivery ? [] : actions.filter((action) => action !== null);
}
