import { Trans, useLingui } from "@lingui/react/macro";
import type { ChatAuthor } from "@turnout/contract/chat";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { isolated } from "../ui/list-of-names.ts";
import type { ShownMessage } from "./with-pending.ts";

type DeleteProps = { message: ShownMessage | null; me: ChatAuthor | null; onClose: () => void; onConfirm: (message: ShownMessage) => void };

/** Asks first: what is deleted is gone for everybody, in quotes of it too. */
export function DeleteDialog({ message, me, onClose, onConfirm }: DeleteProps) {
  const { t } = useLingui();
  if (!message) return null;
  const isOwn = message.author.personId === me?.personId;
  const { name } = message.author;
  const confirm = () => {
    onConfirm(message);
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onCancel={onClose}
      onConfirm={confirm}
      title={isOwn ? t`Delete your message?` : t`Delete ${isolated(name)}'s message?`}
      confirmLabel={t`Delete`}
    >
      <blockquote className="delete-quote" dir="auto">
        {message.text}
      </blockquote>
      <p>
        <Trans>It disappears for everyone and can't be restored.</Trans>
      </p>
    </ConfirmDialog>
  );
}
