import { Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useState } from "react";
import { Link } from "wouter";
import { onDemand } from "../../on-demand.ts";
import { Badge } from "../../ui/badge.tsx";
import { IconButton } from "../../ui/button.tsx";
import { Cover } from "../../ui/cover.tsx";
import type { KeptDraft } from "../editor/kept-draft.ts";

const DeleteDraftDialog = onDemand(() => import("../delete-draft-dialog.tsx"), "DeleteDraftDialog");

/** A draft that is not on the server: written without a connection, or before signing in. */
export function KeptDraftCard({ eventId, draft, onDeleted }: { eventId: string; draft: KeptDraft; onDeleted: () => void }) {
  const { t } = useLingui();
  const [deleting, setDeleting] = useState(false);
  const { title, cover } = {
    ...draft.server,
    ...Object.fromEntries(Object.entries(draft.edits).map(([field, edit]) => [field, edit.value])),
  };
  return (
    <article className="event-card" data-cover={cover.theme}>
      <div className="event-card-cover">
        <Cover theme={cover.theme} seed={eventId} />
      </div>
      <div className="event-card-words">
        <div className="event-card-state">
          <Badge icon="wifi-off">{t`Only on this device`}</Badge>
          <IconButton
            icon="trash"
            label={t`Delete the draft “${title.trim() || t`Without a title yet`}”`}
            aria-haspopup="dialog"
            onClick={() => setDeleting(true)}
          />
        </div>
        <h3>
          <Link href={`/events/new?draft=${eventId}`}>{title.trim() || t`Without a title yet`}</Link>
        </h3>
        <p className="muted">
          <Trans>Open it to save it.</Trans>
        </p>
      </div>
      {deleting && (
        <Suspense>
          <DeleteDraftDialog eventId={eventId} title={title} created={false} onClose={() => setDeleting(false)} onGone={onDeleted} />
        </Suspense>
      )}
    </article>
  );
}
