import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { loadSession } from "../accounts/session.ts";
import { api, ApiError, read } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toast.ts";
import { forgetDraft } from "./editor/kept-draft.ts";

interface Props {
  eventId: string;
  /** Of the draft. May be empty. */
  title: string;
  /** Whether the server has it; else it is on this device alone. */
  created?: boolean;
  onClose: () => void;
  /** Called in place of `onClose` once it is deleted, or turns out to be no draft of this host any more. */
  onGone: () => void;
}

/** Asks whether a draft is to be deleted, and deletes it: nobody can bring it back. */
export function DeleteDraftDialog({ eventId, title, created = true, onClose, onGone }: Props) {
  const { t } = useLingui();
  const words = useRefusalWords();
  const [pending, setPending] = useState(false);
  // It is refused in the same words to whoever does not host it, be it that the session ended elsewhere.
  const reasons: Record<string, string> = {
    event_not_found: t`You no longer host this event, or its draft was deleted`,
    event_published: t`This event is published already. You can cancel it instead: guests see that.`,
  };

  async function confirm() {
    setPending(true);
    try {
      if (created) await read(api.DELETE("/api/events/{eventId}", { params: { path: { eventId } } }));
    } catch (error) {
      setPending(false);
      const { code, facts } = error instanceof ApiError ? error.problem : { code: "offline" };
      showToast(reasons[code] ?? words(code, facts), { tone: "danger" });
      if (code === "event_not_found") void loadSession();
      // What is shown of the event is out of date; what this device keeps of it stays.
      if (code in reasons) onGone();
      return;
    }
    forgetDraft(eventId);
    showToast(t`Draft deleted`, { tone: "success" });
    onGone();
  }

  return (
    <ConfirmDialog
      open
      onCancel={onClose}
      onConfirm={() => void confirm()}
      pending={pending}
      title={title.trim() ? t`Delete the draft “${title.trim()}”?` : t`Delete this draft?`}
      confirmLabel={t`Delete the draft`}
    >
      <p>
        {created ? (
          <Trans>
            It will be gone for all of its hosts, with everything in it, and nobody can bring it back. If others host it too, they get an
            email.
          </Trans>
        ) : (
          <Trans>It is on this device only. Nobody can bring it back.</Trans>
        )}
      </p>
    </ConfirmDialog>
  );
}
