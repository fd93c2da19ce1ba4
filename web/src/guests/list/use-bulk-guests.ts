import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { answerOf } from "@turnout/contract/answer-of";
import { noneChanged, type ChangedGuests } from "@turnout/contract/bulk-guests";
import type { Answer, ListedGuest } from "@turnout/contract/guests";
import type { QuestionAnswers } from "@turnout/contract/questions";
import { api, replyOf } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import type { Reply } from "../../live/command-reply.ts";
import { newId } from "../../live/new-id.ts";
import { useEventStore } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";
import type { BulkAction } from "./bulk-plan.ts";
import { chunkOf } from "./chunk-of.ts";

type BulkCommand = "removeGuests" | "readmitGuests" | "resendInvitations" | "answerForGuests";
/** One guest of a command: an answer only where one is set. */
interface Item {
  guestId: string;
  answer?: Answer;
  /** Only where an answer is given back: else those stay who come along now. */
  plusOnes?: string[];
  questionAnswers?: QuestionAnswers;
}
type Answering = Item & { answer: Answer };
/** `refusal`: why it stopped; the guests after that are as they were. */
type Done = ChangedGuests & { refusal: string | null; sent: number };
type OnProgress = (sent: number) => void;

/** Does something with guests, as many in a command as it takes; says what became of it, with an undo where there is one. */
export function useBulkGuests(eventId: string) {
  const { t } = useLingui();
  const send = useSendBulk(eventId);
  const words = useOutcomeWords();

  const say = useCallback(
    (done: Done, count: number, head: string, undo?: () => void) => {
      const rest = count - done.sent;
      const said = [head, ...words(done), ...(done.refusal === null ? [] : [t`${rest} not reached: ${done.refusal}`])];
      showToast(said.join(" · "), {
        tone: done.refusal === null && done.full.length === 0 ? "success" : "danger",
        ...(undo && done.changed.length > 0 && { action: { label: t`Undo`, run: undo } }),
      });
      return done.refusal === null;
    },
    [words, t],
  );

  const readmit = useCallback(
    async (guestIds: string[]) => {
      const done = await send("readmitGuests", guestIds.map(onlyId));
      say(done, guestIds.length, plural(done.changed.length, { one: "# guest is back", other: "# guests are back" }));
    },
    [send, say],
  );

  const answer = useCallback(
    async function setAnswers(items: Item[], onProgress?: OnProgress, before?: ReadonlyMap<string, Item>): Promise<boolean> {
      const done = await send("answerForGuests", items, onProgress);
      const back = done.changed.flatMap((guestId) => before?.get(guestId) ?? []);
      const undo = back.length > 0 ? () => void setAnswers(back) : undefined;
      return say(done, items.length, plural(done.changed.length, { one: "# answer set", other: "# answers set" }), undo);
    },
    [send, say],
  );

  return useCallback(
    async (action: BulkAction, guests: readonly ListedGuest[], onProgress?: OnProgress): Promise<boolean> => {
      const count = guests.length;
      if (action.kind === "answer")
        return answer(
          guests.map(({ guestId }) => ({ guestId, answer: action.answer })),
          onProgress,
          answersOf(guests),
        );
      if (action.kind === "resend") {
        const done = await send("resendInvitations", guests.map(onlyGuest), onProgress);
        const head = plural(done.changed.length, { one: "# invitation will be sent again", other: "# invitations will be sent again" });
        return say(done, count, head);
      }
      const done = await send("removeGuests", guests.map(onlyGuest), onProgress);
      const head = plural(done.changed.length, { one: "# guest is off the list", other: "# guests are off the list" });
      return say(done, count, head, () => void readmit(done.changed));
    },
    [answer, readmit, send, say],
  );
}

const outcomes = Object.keys(noneChanged()) as (keyof ChangedGuests)[];

const onlyId = (guestId: string): Item => ({ guestId });
const onlyGuest = ({ guestId }: ListedGuest): Item => ({ guestId });
/** What they answered before, for each to be given back; who had not answered is left out. */
function answersOf(guests: readonly ListedGuest[]): ReadonlyMap<string, Item> {
  return new Map(
    guests.flatMap(({ guestId, standing, plusOnes, questionAnswers = {} }) => {
      const answer = answerOf(standing);
      return answer ? [[guestId, { guestId, answer, plusOnes, questionAnswers }]] : [];
    }),
  );
}

function useOutcomeWords(): (done: ChangedGuests) => string[] {
  const { t } = useLingui();
  return useCallback(
    ({ waiting, full, missing, listedAgain, noEmail, revoked }) => {
      const parts: [number, string][] = [
        [waiting.length, plural(waiting.length, { one: "# waits for a seat", other: "# wait for a seat" })],
        [full.length, plural(full.length, { one: "no seat for #", other: "no seats for #" })],
        [missing.length, plural(missing.length, { one: "# is no longer on the list", other: "# are no longer on the list" })],
        [listedAgain.length, plural(listedAgain.length, { one: "# is on the list already", other: "# are on the list already" })],
        [noEmail.length, t`${noEmail.length} without an email`],
        [revoked.length, t`${revoked.length} with revoked links`],
      ];
      return parts.flatMap(([number, words]) => (number > 0 ? [words] : []));
    },
    [t],
  );
}

function useSendBulk(eventId: string) {
  const store = useEventStore();
  const words = useRefusalWords();
  return useCallback(
    async (command: BulkCommand, items: Item[], onProgress?: OnProgress): Promise<Done> => {
      const done: Done = { ...noneChanged(), refusal: null, sent: 0 };
      while (done.sent < items.length) {
        const chunk = chunkOf(items, done.sent);
        const commandId = newId();
        const reply = await store.pending.run(command, { commandId, ...named(command, chunk) } as never, () =>
          post(command, { eventId, commandId, chunk }),
        );
        if (reply.type !== "committed") {
          store.pending.forget(commandId);
          return { ...done, refusal: reply.type === "refused" ? words(reply.code, reply.facts) : words("offline") };
        }
        const result = reply.result as ChangedGuests;
        for (const outcome of outcomes) done[outcome].push(...result[outcome]);
        done.sent += chunk.length;
        onProgress?.(done.sent);
      }
      return done;
    },
    [store, words, eventId],
  );
}

const named = (command: BulkCommand, chunk: Item[]) =>
  command === "answerForGuests" ? { guests: chunk } : { guestIds: chunk.map(({ guestId }) => guestId) };

function post(command: BulkCommand, { eventId, commandId, chunk }: { eventId: string; commandId: string; chunk: Item[] }): Promise<Reply> {
  const params = { path: { eventId } };
  const body = { commandId, guestIds: chunk.map(({ guestId }) => guestId) };
  switch (command) {
    case "removeGuests":
      return replyOf(api.POST("/api/events/{eventId}/guest-removals", { params, body }));
    case "readmitGuests":
      return replyOf(api.POST("/api/events/{eventId}/readmissions", { params, body }));
    case "resendInvitations":
      return replyOf(api.POST("/api/events/{eventId}/resent-invitations", { params, body }));
    default:
      return replyOf(
        api.POST("/api/events/{eventId}/guest-answers", {
          params,
          body: { commandId, guests: chunk as Answering[] },
        }),
      );
  }
}
