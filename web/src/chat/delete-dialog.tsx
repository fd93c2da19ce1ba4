import { Trans, useLingui } from "@lingui/react/macro";
import { messageWords } from "@turnout/contract/message-words";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { useChat } from "./chat-context.ts";
import type { ShownMessage } from "./with-pending.ts";

type DeleteProps = { message: ShownMessage; onClose: () => void };

/** Asks first: what is deleted is gone for everybody, in quotes of it too. */
export function DeleteDialog({ message, onClose }: DeleteProps) {
  const { t } = useLingui();
  const { me, commands } = useChat();
  const isOwn = message.author.personId === me?.personId;
  const { name } = message.author;
  const confirm = () => {
    void commands.remove(message.messageId);
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onCancel={onClose}
      onConfirm={confirm}
      title={isOwn ? t`Delete your message?` : t`Delete ${name}'s message?`}
      confirmLabel={t`Delete`}
    >
      <blockquote className="delete-quote" dir="auto">
        {messageWords(message.text)}
      </blockquote>
      <p>
        <Trans>It disappears for everyone and can't be restored.</Trans>
      </p>
    </ConfirmDialog>
  );
}
