import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { api, read, ApiError } from "../api/client.ts";
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
  /** Called once it is deleted, in place of `onClose`. */
  onDeleted: () => void;
}

/** Asks whether a draft is to be deleted, and deletes it: nobody can bring it back. */
export function DeleteDraftDialog({ eventId, title, created = true, onClose, onDeleted }: Props) {
  const { t } = useLingui();
  const words = useRefusalWords();
  const [pending, setPending] = useState(false);

  async function confirm() {
    setPending(true);
    try {
      if (created) await deleteOnServer(eventId);
    } catch (error) {
      setPending(false);
      const { code, facts } = error instanceof ApiError ? error.problem : { code: "offline" };
      const isPublished = code === "event_published";
      const published = t`This event is published already. Cancel it instead, so that its page can say so.`;
      showToast(isPublished ? published : words(code, facts), { tone: "danger" });
      return;
    }
    forgetDraft(eventId);
    showToast(t`Draft deleted`, { tone: "success" });
    onDeleted();
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
          <Trans>It's gone for all of its hosts, with everything in it. Nobody can bring it back.</Trans>
        ) : (
          <Trans>It is on this device only. Nobody can bring it back.</Trans>
        )}
      </p>
    </ConfirmDialog>
  );
}

/** Also if it is gone already: an earlier try may have got through, or a co-host was quicker. */
async function deleteOnServer(eventId: string): Promise<void> {
  try {
    await read(api.DELETE("/api/events/{eventId}", { params: { path: { eventId } } }));
  } catch (error) {
    if (!(error instanceof ApiError && error.problem.code === "event_not_found")) throw error;
  }
}
