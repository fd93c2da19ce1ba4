import { useLingui } from "@lingui/react/macro";
import { IconButton } from "../ui/button.tsx";
import { useChat } from "./chat-context.ts";
import type { MessageAction } from "./message-action.ts";
import { usePinAction } from "./pinned-message.tsx";
import type { ShownMessage } from "./with-pending.ts";

/** What this reader can do with a message now. */
function useActions(message: ShownMessage): MessageAction[] {
  const { t } = useLingui();
  const { me, mayWrite, write, askToDelete } = useChat();
  const pin = usePinAction(message);
  if (!me || message.deletedBy || message.delivery) return [];
  const isOwn = message.author.personId === me.personId;
  const actions: MessageAction[] = [];
  if (mayWrite) actions.push({ icon: "reply", label: t`Reply`, run: () => write({ kind: "new", replyTo: message }) });
  if (mayWrite && isOwn) actions.push({ icon: "pencil", label: t`Edit`, run: () => write({ kind: "edit", message }) });
  if (pin) actions.push(pin);
  if (isOwn || me.role === "host") actions.push({ icon: "trash", label: t`Delete`, run: () => askToDelete(message) });
  return actions;
}

/** The buttons of a message. Tab reaches those of the message that the arrow keys are at. */
export function MessageActions({ message, tabbable }: { message: ShownMessage; tabbable: boolean }) {
  const { t } = useLingui();
  const actions = useActions(message);
  if (actions.length === 0) return null;
  return (
    <>
      <IconButton
        icon="dots"
        label={t`More actions`}
        className="message-more"
        tabIndex={-1}
        onClick={({ currentTarget }) => currentTarget.closest<HTMLElement>("[data-message]")?.focus()}
      />
      <div className="message-actions">
        {actions.map(({ icon, label, className = "", run }) => (
          <IconButton key={icon} icon={icon} label={label} className={className} tabIndex={tabbable ? 0 : -1} onClick={run} />
        ))}
      </div>
    </>
  );
}
