import { useCallback, useEffect, useRef, useState } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries, useEventSnapshot, useReload } from "../../live/use-event.ts";
import { type LoadedGuests, patchPages } from "../list/patch-pages.ts";

type Shown = "going" | "maybe";

/** The people with one answer, page by page, kept current by the log. */
export function useAttendees(standing: Shown, search: string) {
  const { eventId } = useEventSnapshot();
  const [pages, setPages] = useState<LoadedGuests[]>([]);
  const [newAnswers, setNewAnswers] = useState(0);
  const [failed, setFailed] = useState(false);
  const [loading, setLoading] = useState(true);
  const [shown, setShown] = useState({ standing, search });
  const asked = useRef(0);
  if (shown.standing !== standing || shown.search !== search) {
    setShown({ standing, search });
    setPages([]);
    setLoading(true);
    setFailed(false);
  }

  const fetchPage = useCallback(
    (cursor: string | null) => {
      const question = ++asked.current;
      const isNewest = () => question === asked.current;
      const query = { standing, search, order: "name" as const, ...(cursor ? { cursor } : {}) };
      read(api.GET("/api/events/{eventId}/guests", { params: { path: { eventId }, query } }))
        .then((page) => {
          if (!isNewest()) return;
          setPages((loaded) => (cursor ? [...loaded, page] : [page]));
          if (!cursor) setNewAnswers(0);
        })
        .catch(() => isNewest() && setFailed(true))
        .finally(() => isNewest() && setLoading(false));
    },
    [eventId, standing, search],
  );
  const load = useCallback(
    (cursor: string | null) => {
      setLoading(true);
      setFailed(false);
      fetchPage(cursor);
    },
    [fetchPage],
  );
  useEffect(() => fetchPage(null), [fetchPage]);

  useReload(useCallback(() => load(null), [load]));
  useEntries(
    useCallback(
      (entries: LogEntry[]) =>
        setPages((loaded) => {
          const patched = patchPages(loaded, entries, { standing });
          if (patched.waitingToBeShown > 0 && search === "") setNewAnswers((before) => before + patched.waitingToBeShown);
          return patched.pages;
        }),
      [standing, search],
    ),
  );

  const next = pages.at(-1)?.next ?? null;
  return {
    guests: pages.flatMap((page) => page.guests).filter((guest) => guest.standing === standing),
    loading,
    failed,
    newAnswers,
    reload: () => load(null),
    more: next === null ? null : () => load(next),
  };
}
