import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useEffectEvent } from "react";
import type { Photo } from "@turnout/contract/photo-entries";
import { useEventSnapshot } from "../live/use-event.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { photoAddress } from "./photo-address.ts";
import { useRemovePhoto } from "./use-remove-photo.ts";

interface Props {
  photos: readonly Photo[];
  /** The id of the photo that is shown. */
  opened: string;
  onOpen: (photoId: string | null) => void;
}

/** One photo as large as the screen takes it; the arrow keys lead to the others. */
export function PhotoViewer({ photos, opened, onOpen }: Props) {
  const { t } = useLingui();
  const { eventId, viewer } = useEventSnapshot();
  const remove = useRemovePhoto();
  const at = photos.findIndex(({ photoId }) => photoId === opened);
  const photo = photos[at];
  const isGone = !photo;
  const step = (by: number) => {
    const next = photos[at + by];
    if (next) onOpen(next.photoId);
  };
  const stepByKey = useEffectEvent(({ key }: KeyboardEvent) => {
    if (key === "ArrowLeft") step(-1);
    if (key === "ArrowRight") step(1);
  });
  // Wherever the focus is: the dialog opens with it on its title.
  useEffect(() => {
    const hear = (event: KeyboardEvent) => stepByKey(event);
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
  useEffect(() => {
    if (isGone) onOpen(null); // somebody has removed it
  }, [isGone, onOpen]);
  if (!photo) return null;
  const { photoId, author, width, height } = photo;
  const mayRemove = viewer.class === "host" || author.personId === viewer.personId;
  const removed = async () => {
    const next = photos[at + 1] ?? photos[at - 1];
    if (await remove(photoId)) onOpen(next?.photoId ?? null);
  };
  return (
    <Dialog open wide startAt="title" onClose={() => onOpen(null)} title={t`Photo by ${author.name}`}>
      <div className="photo-viewer" role="group" aria-label={t`Photo ${at + 1} of ${photos.length}`}>
        <img src={photoAddress(eventId, photoId, "whole")} alt={t`Photo by ${author.name}`} width={width} height={height} />
        <div className="photo-viewer-bar">
          <IconButton icon="chevron-left" label={t`Previous photo`} aria-disabled={at === 0} onClick={() => step(-1)} />
          <span className="muted tabular">
            <span aria-live="polite">
              <Trans>
                {at + 1} of {photos.length}
              </Trans>
            </span>{" "}
            · <RelativeTime at={photo.at} />
          </span>
          <IconButton icon="chevron-right" label={t`Next photo`} aria-disabled={at === photos.length - 1} onClick={() => step(1)} />
          {mayRemove && <Button size="sm" icon="trash" onClick={() => void removed()}>{t`Remove`}</Button>}
        </div>
      </div>
    </Dialog>
  );
}
