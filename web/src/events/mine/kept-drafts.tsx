import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { Badge } from "../../ui/badge.tsx";
import { Cover } from "../../ui/cover.tsx";
import type { KeptDraft } from "../editor/kept-draft.ts";

/** A draft that is not on the server: written without a connection, or before signing in. */
export function KeptDraftCard({ eventId, draft }: { eventId: string; draft: KeptDraft }) {
  const { t } = useLingui();
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
        </div>
        <h3>
          <Link href={`/events/new?draft=${eventId}`}>{title.trim() || t`Without a title yet`}</Link>
        </h3>
        <p className="muted">
          <Trans>Open it to save it.</Trans>
        </p>
      </div>
    </article>
  );
}
