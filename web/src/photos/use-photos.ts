import { useCallback, useEffect, useMemo, useState } from "react";
import type { LogEntry } from "@turnout/contract/log";
import type { Photo } from "@turnout/contract/photo-entries";
import { api, read } from "../api/client.ts";
import { useEntries, useEventStore, useReload } from "../live/use-event.ts";
import { noPhotosKnown, shownPhotos, withEntries, withList } from "./known-photos.ts";

/** The event's photos, live. Null: not loaded yet. While they are loaded anew, those of before stay. */
export function usePhotos(): { photos: readonly Photo[] | null; failed: boolean; retry: () => void } {
  const { eventId } = useEventStore();
  const [known, setKnown] = useState(noPhotosKnown);
  const [failed, setFailed] = useState(false);
  const [times, setTimes] = useState(0);
  const again = useCallback(() => setTimes((before) => before + 1), []);
  useReload(again);
  useEntries(useCallback((entries: LogEntry[]) => setKnown((before) => withEntries(before, entries)), []));
  useEffect(() => {
    let isCurrent = true;
    read(api.GET("/api/events/{eventId}/photos", { params: { path: { eventId } } })).then(
      (list) => {
        if (!isCurrent) return;
        setKnown((before) => withList(before, list));
        setFailed(false);
      },
      () => isCurrent && setFailed(true),
    );
    return () => void (isCurrent = false);
  }, [eventId, times]);
  const photos = useMemo(() => shownPhotos(known), [known]);
  return { photos, failed, retry: again };
}
