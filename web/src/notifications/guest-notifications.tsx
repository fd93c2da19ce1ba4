import { useEventSnapshot } from "../live/use-event.ts";
import { PushOffer } from "./push/push-offer.tsx";
import { useSeenHere } from "./use-seen-here.ts";

/** Where guests stand who are offered to be notified. */
const comes = ["going", "maybe", "waiting"];

/** How a guest is notified of what is new: here, while the page is open, and on this device, if they want that. */
export function GuestNotifications() {
  const { me } = useEventSnapshot();
  useSeenHere();
  return comes.includes(me?.standing ?? "none") && <PushOffer />;
}
