import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { movesBack, type MovedOnWaitlist, type WaitlistMove } from "@turnout/contract/waitlist-moves";
import { api, replyOf } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import { useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";
import { chunkOf } from "./chunk-of.ts";

type Outcomes = Omit<MovedOnWaitlist, "wasBehind">;
/** `refusal`: why it stopped; the guests after that are where they were. */
type Done = Outcomes & { undo: WaitlistMove[]; refusal: string | null; sent: number };

const outcomes = ["changed", "same", "notWaiting", "seated"] as const satisfies (keyof Outcomes)[];

/** Moves guests on the waitlist, as many in a command as it takes; says what became of it, with an undo. */
export function useMoveOnWaitlist(eventId: string) {
  const { t } = useLingui();
  const send = useSendMoves(eventId);
  return useCallback(
    async function move(moves: readonly WaitlistMove[], onProgress?: (sent: number) => void): Promise<boolean> {
      const { changed, same, notWaiting, seated, undo, refusal, sent } = await send(moves, onProgress);
      const rest = moves.length - sent;
      const back = undo.filter(({ guestId }) => !seated.includes(guestId)); // a seat that was got is kept
      const said = [
        changed.length > 0 && plural(changed.length, { one: "# moved on the waitlist", other: "# moved on the waitlist" }),
        seated.length > 0 && plural(seated.length, { one: "# got a seat", other: "# got a seat" }),
        same.length > 0 && plural(same.length, { one: "# was there already", other: "# were there already" }),
        notWaiting.length > 0 &&
          plural(notWaiting.length, { one: "# could not be moved: no longer waiting", other: "# could not be moved: no longer waiting" }),
        refusal !== null && (moves.length === 1 ? refusal : t`${rest} not reached: ${refusal}`),
      ].filter((part) => part !== false);
      showToast(said.join(" · "), {
        tone: refusal !== null || notWaiting.length > 0 ? "danger" : "success",
        ...(back.length > 0 && { action: { label: t`Undo`, run: () => void move(back) } }),
      });
      return refusal === null;
    },
    [send, t],
  );
}

function useSendMoves(eventId: string) {
  const store = useEventStore();
  const { t } = useLingui();
  const otherWords = useRefusalWords();
  // Not among the words of all refusals, which every page loads.
  const words = useCallback(
    (code: string, facts?: Record<string, string | number>) =>
      code === "too_many_renumbered"
        ? t`That is too far down the waitlist: more than ${facts?.["most"] ?? 0} others would have to move. To the top or to the end always works.`
        : otherWords(code, facts),
    [otherWords, t],
  );
  return useCallback(
    async (moves: readonly WaitlistMove[], onProgress?: (sent: number) => void): Promise<Done> => {
      const done: Done = { changed: [], same: [], notWaiting: [], seated: [], undo: [], refusal: null, sent: 0 };
      while (done.sent < moves.length) {
        const chunk = chunkOf(moves, done.sent);
        const body = { commandId: newId(), moves: chunk };
        const reply = await store.pending.run("moveOnWaitlist", body, () =>
          replyOf(api.POST("/api/events/{eventId}/waitlist-moves", { params: { path: { eventId } }, body })),
        );
        if (reply.type !== "committed") {
          store.pending.forget(body.commandId);
          return { ...done, refusal: reply.type === "refused" ? words(reply.code, reply.facts) : words("offline") };
        }
        const result = reply.result as unknown as MovedOnWaitlist;
        for (const outcome of outcomes) done[outcome].push(...result[outcome]);
        done.undo.unshift(...movesBack(result));
        done.sent += chunk.length;
        onProgress?.(done.sent);
      }
      return done;
    },
    [store, words, eventId],
  );
}
