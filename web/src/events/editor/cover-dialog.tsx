import { Trans, useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { Button } from "../../ui/button.tsx";
import { Cover, coverThemes } from "../../ui/cover.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FieldError } from "../../ui/field.tsx";
import { Icon } from "../../ui/icons.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { useEditor, useField } from "./use-editor.ts";
import { useThemeNames } from "./use-theme-names.ts";
import type { Upload } from "./use-upload.ts";

/** Chooses one of the eight themes, or uploads a picture. */
export function CoverDialog({ upload, onClose }: { upload: Upload; onClose: () => void }) {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const cover = useField("cover");
  const names = useThemeNames();
  const { theme, imageId } = cover.value;

  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t`Cover`}
      actions={
        <Button look="primary" onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      }
    >
      {view.local ? (
        <p className="editor-note">
          <Trans>You can add a picture of your own once you have an account.</Trans>
        </p>
      ) : (
        <UploadBox upload={upload} />
      )}
      {imageId && (
        <Button icon="trash" onClick={() => cover.set({ theme, imageId: null })}>
          <Trans>Remove the picture</Trans>
        </Button>
      )}
      <fieldset>
        <legend className="field-label">{imageId ? t`Colours of the page` : view.local ? t`Pick a cover` : t`Or pick one of ours`}</legend>
        <div className="cover-gallery">
          {coverThemes.map((name) => (
            <label key={name} className="cover-choice">
              <input
                className="visually-hidden"
                type="radio"
                name="cover-theme"
                checked={name === theme}
                onChange={() => cover.set({ theme: name, imageId })}
              />
              <span className="cover-choice-print">
                <Cover theme={name} seed={store.eventId} />
                {name === theme && <Icon name="check" />}
              </span>
              <span>{names[name]}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </Dialog>
  );
}

function UploadBox({ upload }: { upload: Upload }) {
  const { t } = useLingui();
  const input = useId();
  const problem = useId();
  if (upload.share !== null) return <ProgressBar label={t`Sending the picture`} value={upload.share} max={1} />;
  return (
    <div>
      <label htmlFor={input} className="button button-quiet button-md upload-button">
        <Icon name="upload" />
        <span>
          <Trans>Upload your own picture</Trans>
        </span>
        <input
          id={input}
          type="file"
          accept="image/*"
          aria-describedby={problem}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = "";
            if (file) upload.start(file);
          }}
        />
      </label>
      <p className="editor-note">
        <Trans>Wide images work best. We strip location data.</Trans>
      </p>
      {upload.problem && <FieldError id={problem}>{upload.problem}</FieldError>}
    </div>
  );
}
