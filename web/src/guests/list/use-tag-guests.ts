import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { MAX_TAGGED_AT_ONCE, MAX_TAGS, type Tagged } from "@turnout/contract/guest-tags";
import { api, replyOf } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import { useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";

export interface Tagging {
  guestIds: readonly string[];
  tag: string;
  tagged: boolean;
}
/** `refusal`: why it stopped; the guests after that are as they were. */
type Done = Tagged & { refusal: string | null; sent: number };

/** Gives guests a tag, or takes it from them, a command for each `MAX_TAGGED_AT_ONCE`; says what became of it, with an undo. */
export function useTagGuests(eventId: string) {
  const { t } = useLingui();
  const send = useSendTags(eventId);
  return useCallback(
    async function tagGuests(tagging: Tagging, onProgress?: (sent: number) => void): Promise<boolean> {
      const { tag, tagged, guestIds } = tagging;
      const { changed, full, missing, refusal, sent } = await send(tagging, onProgress);
      const said = [
        tagged
          ? plural(changed.length, { one: `# guest tagged “${tag}”`, other: `# guests tagged “${tag}”` })
          : plural(changed.length, { one: `“${tag}” taken off # guest`, other: `“${tag}” taken off # guests` }),
        full.length > 0 && plural(full.length, { one: `# has ${MAX_TAGS} tags already`, other: `# have ${MAX_TAGS} tags already` }),
        missing.length > 0 && plural(missing.length, { one: "# is no longer on the list", other: "# are no longer on the list" }),
        refusal !== null && t`${guestIds.length - sent} not reached: ${refusal}`,
      ].filter((part) => part !== false);
      const undo = () => void tagGuests({ guestIds: changed, tag, tagged: !tagged }); // says what became of it, too
      showToast(said.join(" · "), {
        tone: refusal !== null || full.length > 0 ? "danger" : "success",
        ...(changed.length > 0 && { action: { label: t`Undo`, run: undo } }),
      });
      return refusal === null;
    },
    [send, t],
  );
}

function useSendTags(eventId: string) {
  const store = useEventStore();
  const words = useRefusalWords();
  return useCallback(
    async ({ guestIds, tag, tagged }: Tagging, onProgress?: (sent: number) => void): Promise<Done> => {
      const done: Done = { changed: [], full: [], missing: [], refusal: null, sent: 0 };
      while (done.sent < guestIds.length) {
        const chunk = guestIds.slice(done.sent, done.sent + MAX_TAGGED_AT_ONCE);
        const body = { commandId: newId(), guestIds: chunk, tag, tagged };
        const reply = await store.pending.run("tagGuests", body, () =>
          replyOf(api.POST("/api/events/{eventId}/guest-tags", { params: { path: { eventId } }, body })),
        );
        if (reply.type !== "committed") {
          store.pending.forget(body.commandId);
          return { ...done, refusal: reply.type === "refused" ? words(reply.code, reply.facts) : words("offline") };
        }
        const result = reply.result as Tagged;
        for (const outcome of ["changed", "full", "missing"] as const) done[outcome].push(...result[outcome]);
        done.sent += chunk.length;
        onProgress?.(done.sent);
      }
      return done;
    },
    [store, words, eventId],
  );
}
