import { useLingui } from "@lingui/react/macro";
import { api, replyOf } from "../api/client.ts";
import type { Reply } from "../live/command-reply.ts";
import { newId } from "../live/new-id.ts";
import { useEventStore } from "../live/use-event.ts";
import { showToast } from "../ui/toast.ts";
import { usePhotoProblem } from "./use-photo-problem.ts";

/** Removes a photo, which can be taken back while the toast is shown. Resolves to whether it is gone. */
export function useRemovePhoto(): (photoId: string) => Promise<boolean> {
  const { t } = useLingui();
  const { eventId } = useEventStore();
  const problem = usePhotoProblem();

  async function settle(request: Promise<Reply>): Promise<boolean> {
    const reply = await request.catch((): Reply => ({ type: "unreachable" }));
    if (reply.type === "committed") return true;
    const text = reply.type === "refused" ? problem(reply.code, reply.facts) : problem("offline", undefined);
    showToast(text, { tone: "danger" });
    return false;
  }

  return async (photoId) => {
    const path = { eventId, photoId };
    const restore = () =>
      void settle(
        replyOf(api.POST("/api/events/{eventId}/photos/{photoId}/restoration", { params: { path }, body: { commandId: newId() } })),
      );
    const removal = api.DELETE("/api/events/{eventId}/photos/{photoId}", { params: { path, query: { commandId: newId() } } });
    const isGone = await settle(replyOf(removal));
    if (isGone) showToast(t`Photo removed`, { action: { label: t`Undo`, run: restore } });
    return isGone;
  };
}
