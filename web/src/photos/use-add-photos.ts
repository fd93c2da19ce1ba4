import { plural } from "@lingui/core/macro";
import { useEffect, useRef, useState } from "react";
import { newId } from "../live/new-id.ts";
import { useEventStore } from "../live/use-event.ts";
import { showToast } from "../ui/toast.ts";
import { sendPhoto } from "./send-photo.ts";
import { usePhotoProblem } from "./use-photo-problem.ts";

/** Adds photos one after the other. `progress` is null while none is on its way. */
export function useAddPhotos() {
  const { eventId } = useEventStore();
  const problem = usePhotoProblem();
  const [progress, setProgress] = useState<{ sent: number; of: number } | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);

  async function add(files: readonly File[]) {
    const { signal } = leaving.current;
    const problems = new Set<string>();
    let added = 0;
    for (const [sent, file] of files.entries()) {
      setProgress({ sent, of: files.length });
      const reply = await sendPhoto(eventId, file, newId(), signal);
      if (signal.aborted) return;
      if (reply.ok) added++;
      else problems.add(problem(reply.code, reply.facts));
      if (!reply.ok && reply.code === "too_many_photos") break; // those that follow are refused, too
    }
    setProgress(null);
    if (added > 0) showToast(plural(added, { one: "# photo added", other: "# photos added" }), { tone: "success" });
    for (const text of problems) showToast(text, { tone: "danger" });
  }
  return { add, progress };
}
