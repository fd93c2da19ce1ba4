import { Trans, useLingui } from "@lingui/react/macro";
import { type DragEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Cover, useCoverTheme } from "../../ui/cover.tsx";
import { ConflictNote } from "./conflict-note.tsx";
import { CoverDialog } from "./cover-dialog.tsx";
import { useEditor, useField } from "./use-editor.ts";
import { useThemeNames } from "./use-theme-names.ts";
import { useUpload } from "./use-upload.ts";

/** The cover on top, which also sets the page's theme. A click changes it; a picture can be dropped on it, too. */
export function CoverField() {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const cover = useField("cover");
  const names = useThemeNames();
  const [changing, setChanging] = useState(false);
  const upload = useUpload((imageId) => {
    cover.set({ theme: store.get().fields.cover.theme, imageId });
    setChanging(false);
  });
  useCoverTheme(cover.value.theme);

  const onDrop = (event: DragEvent) => {
    const file = event.dataTransfer.files[0];
    if (!file || view.local) return;
    event.preventDefault();
    upload.start(file);
    setChanging(true);
  };
  return (
    <>
      <div className="event-cover editor-cover" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
        <Cover theme={cover.value.theme} seed={store.eventId} imageUrl={cover.value.imageId && `/images/${cover.value.imageId}`} />
        <Button icon="image" aria-haspopup="dialog" aria-label={t`Change the cover`} onClick={() => setChanging(true)}>
          <Trans>Cover</Trans>
        </Button>
      </div>
      <ConflictNote field={cover} show={({ theme, imageId }) => (imageId ? t`a picture of their own` : names[theme])} />
      {changing && <CoverDialog upload={upload} onClose={() => setChanging(false)} />}
    </>
  );
}
