import { useLingui } from "@lingui/react/macro";
import { api, read } from "../api/client.ts";
import { useEventSnapshot } from "../live/use-event.ts";
import { Button } from "../ui/button.tsx";
import { showToast } from "../ui/toast.ts";

/** Shares the event: by the device's own share sheet, or as a copied link. Only where the link admits somebody. */
export function ShareButton() {
  const { t } = useLingui();
  const { eventId, details, viewer } = useEventSnapshot();
  const isHost = viewer.class === "host";
  const admitsAnybody = details.visibility === "public" || (isHost && details.visibility === "link");
  if (!admitsAnybody || details.status === "draft") return null;

  const address = async () => {
    if (!isHost) return `${location.origin}/e/${eventId}`;
    return (await read(api.GET("/api/events/{eventId}/share-link", { params: { path: { eventId } } }))).url;
  };
  const share = async () => {
    try {
      if (hasShareSheet()) await navigator.share({ title: details.title, url: await address() });
      else await copy(address());
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      showToast(t`The link could not be copied. Please copy the address of this page instead.`, { tone: "danger" });
    }
  };
  // As a promise inside of the item: some browsers lose the user activation while the address loads.
  const copy = async (url: Promise<string>) => {
    const text = url.then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
    showToast(t`Link copied`, { tone: "success" });
  };

  return (
    <Button icon="share" onClick={() => void share()}>
      {t`Share`}
    </Button>
  );
}

/** Desktop browsers have one too, but a copied link is what people want there. */
function hasShareSheet() {
  return "share" in navigator && matchMedia("(pointer: coarse)").matches;
}
