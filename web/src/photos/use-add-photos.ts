import { plural } from "@lingui/core/macro";
import { useEffect, useRef, useState } from "react";
import { newId } from "../live/new-id.ts";
import { useEventStore } from "../live/use-event.ts";
import { showToast } from "../ui/toast.ts";
import { sendPhoto } from "./send-photo.ts";
import { usePhotoProblem } from "./use-photo-problem.ts";

/** Photos that were not added, and why. `passes`: they may be, another time. */
export interface NotAdded {
  files: File[];
  text: string;
  passes: boolean;
}

/** What says nothing about a photo itself. */
const PASSES = ["offline", "unavailable", "too_many_requests"];

/** Adds photos one after the other. `progress` is null while none is on its way; `notAdded` is what the last ones came to, by reason. */
export function useAddPhotos() {
  const { eventId } = useEventStore();
  const problem = usePhotoProblem();
  const [progress, setProgress] = useState<{ sent: number; of: number } | null>(null);
  const [notAdded, setNotAdded] = useState<readonly NotAdded[]>([]);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);

  async function add(files: readonly File[]) {
    const { signal } = leaving.current;
    const problems = new Map<string, NotAdded>();
    let added = 0;
    setNotAdded([]);
    for (const [sent, file] of files.entries()) {
      setProgress({ sent, of: files.length });
      const reply = await sendPhoto(eventId, file, newId(), signal);
      if (signal.aborted) return;
      if (reply.ok) {
        added++;
        continue;
      }
      const isFull = reply.code === "too_many_photos"; // those that follow are refused, too
      const text = problem(reply.code, reply.facts);
      const before = problems.get(text)?.files ?? [];
      problems.set(text, { text, passes: PASSES.includes(reply.code), files: [...before, ...(isFull ? files.slice(sent) : [file])] });
      if (isFull) break;
    }
    setProgress(null);
    setNotAdded([...problems.values()]);
    if (added > 0) showToast(plural(added, { one: "# photo added", other: "# photos added" }), { tone: "success" });
  }
  return { add, progress, notAdded };
}
