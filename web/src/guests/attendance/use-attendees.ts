import { useCallback, useEffect, useRef, useState } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { api, read } from "../../api/client.ts";
import { useEntries, useEventSnapshot, useReload } from "../../live/use-event.ts";
import { type LoadedGuests, patchPages } from "../list/patch-pages.ts";

type Shown = "going" | "maybe";

/** The people of one answer, a page at a time, each row as the log says it is now. */
export function useAttendees(standing: Shown, search: string) {
  const { eventId } = useEventSnapshot();
  const [pages, setPages] = useState<LoadedGuests[]>([]);
  const [newcomers, setNewcomers] = useState(0);
  const [failed, setFailed] = useState(false);
  const [loading, setLoading] = useState(true);
  const asked = useRef(0);

  const load = useCallback(
    async (cursor: string | null) => {
      const question = ++asked.current;
      setLoading(true);
      setFailed(false);
      try {
        const query = { standing, search, order: "name" as const, ...(cursor ? { cursor } : {}) };
        const page = await read(api.GET("/api/events/{eventId}/guests", { params: { path: { eventId }, query } }));
        if (question !== asked.current) return;
        setPages((loaded) => (cursor ? [...loaded, page] : [page]));
        if (!cursor) setNewcomers(0);
      } catch {
        if (question === asked.current) setFailed(true);
      } finally {
        if (question === asked.current) setLoading(false);
      }
    },
    [eventId, standing, search],
  );
  useEffect(() => {
    setPages([]);
    void load(null);
  }, [load]);

  useReload(useCallback(() => void load(null), [load]));
  useEntries(
    useCallback(
      (entries: LogEntry[]) =>
        setPages((loaded) => {
          const patched = patchPages(loaded, entries, { standing });
          if (patched.waitingToBeShown > 0 && search === "") setNewcomers((before) => before + patched.waitingToBeShown);
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
    newcomers,
    reload: () => void load(null),
    more: next === null ? null : () => void load(next),
  };
}
