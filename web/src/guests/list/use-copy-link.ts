import { useLingui } from "@lingui/react/macro";
import { api, ApiError, read } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { newId } from "../../live/new-id.ts";
import { showToast } from "../../ui/toast.ts";

/** Copies a guest's personal link. Where it can't be copied it is shown, since it is made only once. */
export function useCopyLink(eventId: string) {
  const { t } = useLingui();
  const words = useRefusalWords();
  return async ({ guestId, name }: { guestId: string; name: string }): Promise<void> => {
    const params = { path: { eventId, guestId } };
    try {
      const { url } = await read(api.POST("/api/events/{eventId}/guests/{guestId}/link", { params, body: { commandId: newId() } }));
      // Browsers have no clipboard on plain-http addresses, and may refuse it elsewhere.
      const isCopied = await navigator.clipboard?.writeText(url).then(
        () => true,
        () => false,
      );
      if (isCopied) showToast(t`Link for ${name} copied`, { tone: "success" });
      else showToast(t`The link can't be copied for you. Copy it yourself: ${url}`, { tone: "danger" });
    } catch (error) {
      showToast(error instanceof ApiError ? words(error.problem.code, error.problem.facts) : words("offline"), { tone: "danger" });
    }
  };
}
