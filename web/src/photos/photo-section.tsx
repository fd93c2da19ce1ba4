import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { seesChat, writesChat } from "@turnout/contract/audience";
import { useEventSnapshot } from "../live/use-event.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { LoadFailed } from "../ui/load-failed.tsx";
import { Notice } from "../ui/notice.tsx";
import { photoAddress } from "./photo-address.ts";
import { PhotoViewer } from "./photo-viewer.tsx";
import { useAddPhotos } from "./use-add-photos.ts";
import { usePhotos } from "./use-photos.ts";
import "./photo-section.css";

/** The photos of the evening, for those who may read the conversation. */
export function PhotoSection() {
  const { details, viewer } = useEventSnapshot();
  return seesChat(viewer.class, details) ? <Gallery /> : null;
}

function Gallery() {
  const { t } = useLingui();
  const { eventId, details, viewer } = useEventSnapshot();
  const { photos, failed, retry } = usePhotos();
  const [opened, setOpened] = useState<string | null>(null);
  const mayAdd = details.status === "published" && writesChat(viewer.class, details);
  const count = photos?.length ?? 0;
  if (!mayAdd && count === 0 && !failed) return null;
  return (
    <section className="photos" aria-labelledby="photos">
      <div className="photos-head">
        <h2 id="photos">
          <Trans>Photos</Trans>
        </h2>
        {count > 0 && (
          <span className="muted tabular">
            <Plural value={count} one="# photo" other="# photos" />
          </span>
        )}
      </div>
      {failed && <LoadFailed title={t`The photos could not be loaded`} onRetry={retry} />}
      {photos && count === 0 && (
        <p className="muted">
          <Trans>Nobody has added a photo yet. Everyone on the guest list can see them.</Trans>
        </p>
      )}
      {photos && count > 0 && (
        <ul role="list" className="photos-grid">
          {photos.map((photo) => (
            <li key={photo.photoId}>
              <button
                type="button"
                className="photo"
                aria-haspopup="dialog"
                aria-label={t`Photo by ${photo.author.name}`}
                onClick={() => setOpened(photo.photoId)}
              >
                <img
                  src={photoAddress(eventId, photo.photoId, "small")}
                  alt=""
                  loading="lazy"
                  decoding="async"
                  width={photo.width}
                  height={photo.height}
                />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="photos-actions">
        {mayAdd && <AddPhotos />}
        {count > 0 && <LinkButton href={`/api/events/${eventId}/photos.zip`} download icon="download">{t`Download all`}</LinkButton>}
      </div>
      {photos && opened && <PhotoViewer photos={photos} opened={opened} onOpen={setOpened} />}
    </section>
  );
}

function AddPhotos() {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const { add, progress, notAdded } = useAddPhotos();
  const choose = (files: FileList | null) => {
    if (files && files.length > 0) void add([...files]);
    if (input.current) input.current.value = ""; // the same file can be chosen again
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={t`Choose photos`}
        onChange={(event) => choose(event.currentTarget.files)}
      />
      <Button icon="image" pending={progress !== null} onClick={() => input.current?.click()}>{t`Add photos`}</Button>
      <span role="status" className="muted tabular">
        {progress && (
          <Trans>
            Photo {progress.sent + 1} of {progress.of}
          </Trans>
        )}
      </span>
      {notAdded.map(({ files, text, passes }) => (
        <Notice
          key={text}
          tone="danger"
          title={<Plural value={files.length} one="# photo was not added" other="# photos were not added" />}
          action={passes && <Button size="sm" onClick={() => void add(files)}>{t`Try again`}</Button>}
          live
        >
          <p>{text}</p>
          <p className="photos-left" dir="auto">
            {files.map(({ name }) => name).join(", ")}
          </p>
        </Notice>
      ))}
    </>
  );
}
