import { Plural, Trans } from "@lingui/react/macro";
import { Button, LinkButton } from "../../ui/button.tsx";
import { PublishButton, SaveDraftButton } from "./publish-button.tsx";
import { useEditor } from "./use-editor.ts";
import { SaveButton } from "./save-button.tsx";

/** The bar with the next step, always in view. */
export function EditorFoot() {
  const { store, view } = useEditor();
  const unsaved = store.unsaved().length;
  if (view.status === null || view.status === "cancelled") return null;
  if (view.status === "draft") {
    return (
      <footer className="editor-foot">
        <DraftWords />
        <span className="editor-foot-actions">
          {view.local && <SaveDraftButton />}
          <PublishButton />
        </span>
      </footer>
    );
  }
  return (
    <footer className="editor-foot">
      <p>
        {unsaved > 0 ? (
          <Plural value={unsaved} one="# unsaved change" other="# unsaved changes" />
        ) : (
          <Trans>This is what guests see.</Trans>
        )}
      </p>
      {unsaved > 0 ? (
        <span className="editor-foot-actions">
          <Button onClick={() => store.discard()}>
            <Trans>Discard</Trans>
          </Button>
          <SaveButton />
        </span>
      ) : (
        <LinkButton href={`/e/${store.eventId}`} look="primary">
          <Trans>See the event</Trans>
        </LinkButton>
      )}
    </footer>
  );
}

function DraftWords() {
  const { store, view } = useEditor();
  if (view.created)
    return (
      <p>
        <Trans>Draft: only hosts can see it.</Trans>
      </p>
    );
  if (view.local && store.unsaved().length > 0)
    return (
      <p className="editor-foot-more">
        {view.kept ? (
          <Trans>Your draft is in this browser until you have an account.</Trans>
        ) : (
          <Trans>This browser keeps no drafts. Sign in before you write a lot.</Trans>
        )}
      </p>
    );
  return (
    <p className="editor-foot-more">
      <Trans>A title and a start are all it takes.</Trans>
    </p>
  );
}
