import type { Answer, Standing } from "@turnout/contract/guests";
import { api, read, replyOf } from "../../api/client.ts";
import { useGuestCommand, type Confirmation } from "./use-guest-command.ts";
import { useReadmit } from "./use-readmit.ts";

interface NewGuest {
  guestId: string;
  name: string;
  email?: string;
  answer: Answer;
  plusOnes: string[];
  override: boolean;
}

/** A host's commands about one guest. Each resolves to whether it was done; a refusal is shown as a toast. */
export function useGuestCommands(eventId: string) {
  const run = useGuestCommand();
  const readmit = useReadmit(eventId);
  const path = (guestId: string) => ({ eventId, guestId });
  return {
    answer: (guestId: string, input: { answer: Answer; plusOnes: string[]; override: boolean; note?: string }, done: Confirmation) =>
      run(
        "answerForGuest",
        { guestId, ...input },
        ({ commandId }) =>
          replyOf(
            api.PUT("/api/events/{eventId}/guests/{guestId}/rsvp", { params: { path: path(guestId) }, body: { commandId, ...input } }),
          ),
        done,
      ),
    /** `mayWait`: they may have come onto the waitlist. */
    add: (input: NewGuest, mayWait: boolean, done: (isWaiting: boolean) => string) =>
      run(
        "addGuest",
        input,
        async (body) => {
          const reply = await replyOf(api.POST("/api/events/{eventId}/guests", { params: { path: { eventId } }, body }));
          if (reply.type !== "committed" || !mayWait) return reply;
          return { ...reply, result: await isWaiting(path(input.guestId)) };
        },
        { done: (result) => done(result === true) },
      ),
    edit: (guestId: string, input: { name?: string; email?: string | null }, done: string) =>
      run(
        "editGuest",
        { guestId, ...input },
        ({ commandId }) =>
          replyOf(api.PATCH("/api/events/{eventId}/guests/{guestId}", { params: { path: path(guestId) }, body: { commandId, ...input } })),
        done,
      ),
    remove: ({ guestId, name, standing }: { guestId: string; name: string; standing: Standing }, done: string) =>
      run(
        "removeGuest",
        { guestId },
        ({ commandId }) =>
          replyOf(api.DELETE("/api/events/{eventId}/guests/{guestId}", { params: { path: path(guestId), query: { commandId } } })),
        { done, undo: () => void readmit({ guestId, name, standing }) },
      ),
    settle: (guestId: string, input: { reply: number; declines: boolean }, done: string) =>
      run(
        "settleReply",
        { guestId, ...input },
        ({ commandId }) =>
          replyOf(
            api.POST("/api/events/{eventId}/guests/{guestId}/settled-replies", {
              params: { path: path(guestId) },
              body: { commandId, ...input },
            }),
          ),
        done,
      ),
    resend: (guestId: string, done: string, input: { email?: string } = {}) =>
      run(
        "resendInvitation",
        { guestId, ...input },
        ({ commandId }) =>
          replyOf(
            api.POST("/api/events/{eventId}/guests/{guestId}/invitation", {
              params: { path: path(guestId) },
              body: { commandId, ...input },
            }),
          ),
        done,
      ),
    revoke: (guestId: string, done: string) =>
      run(
        "revokeInvitation",
        { guestId },
        ({ commandId }) =>
          replyOf(
            api.DELETE("/api/events/{eventId}/guests/{guestId}/invitation", { params: { path: path(guestId), query: { commandId } } }),
          ),
        done,
      ),
  };
}

/** Whether a guest has a place on the waitlist: the reply to a command does not say where they stand. */
function isWaiting(path: { eventId: string; guestId: string }): Promise<boolean> {
  return read(api.GET("/api/events/{eventId}/guests/{guestId}/history", { params: { path } })).then(
    ({ place }) => place !== null,
    () => false,
  );
}
