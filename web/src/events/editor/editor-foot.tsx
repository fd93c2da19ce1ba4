import { Plural, Trans } from "@lingui/react/macro";
import { Button, LinkButton } from "../../ui/button.tsx";
import { PublishButton } from "./publish-button.tsx";
import { useEditor } from "./use-editor.ts";
import { SaveButton } from "./save-button.tsx";

/** What happens next, always in reach. */
export function EditorFoot() {
  const { store, view } = useEditor();
  const unsaved = store.unsaved().length;
  if (view.status === null || view.status === "cancelled") return null;
  if (view.status === "draft") {
    return (
      <footer className="editor-foot">
        <p>{view.created ? <Trans>A draft: only hosts see it.</Trans> : <Trans>A title and a start are all it takes.</Trans>}</p>
        <PublishButton />
      </footer>
    );
  }
  return (
    <footer className="editor-foot">
      <p>
        {unsaved > 0 ? (
          <Plural value={unsaved} one="Guests see # change once you save." other="Guests see # changes once you save." />
        ) : (
          <Trans>Guests see what you see here.</Trans>
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
