import type { PushState } from "@turnout/contract/push";
import { subscriptionId, subscriptionInput } from "../../push-subscription.ts";

/**
 * How this browser can be asked: `ready`; `homeScreen`, where Apple notifies only apps on the home screen; `denied`, which only the browser's own
 * settings take back; `unsupported`.
 */
export type Askable = "ready" | "homeScreen" | "denied" | "unsupported";

/** How long the service worker may take, which is fetched after the page (ms). */
const WORKER_WITHIN = 15_000;

export function howToAsk(): Askable {
  if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)
    return Notification.permission === "denied" ? "denied" : "ready";
  return isAppleTouch() && !matchMedia("(display-mode: standalone)").matches ? "homeScreen" : "unsupported";
}

/** An iPad says that it is a Mac. */
const isAppleTouch = () =>
  /iPhone|iPad/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

/** This browser in the server's list, if it is notified. */
export async function thisBrowser({ serverKey, browsers }: PushState): Promise<string | null> {
  if (serverKey === null || howToAsk() !== "ready" || Notification.permission !== "granted") return null;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription || keyOf(subscription) !== serverKey) return null;
  const id = await subscriptionId(subscription.endpoint);
  return browsers.some((notified) => notified.id === id) ? id : null;
}

/**
 * Asks the reader, and subscribes. Call it from a click: browsers let nobody else ask. Null: they said no, or closed the question. Throws where the
 * browser's push service cannot be reached.
 */
export async function subscribeHere(serverKey: string) {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const { pushManager } = await workerReady();
  const known = await pushManager.getSubscription();
  const isOurs = known !== null && keyOf(known) === serverKey;
  if (known && !isOurs) await known.unsubscribe();
  const subscription = isOurs ? known : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey });
  return subscriptionInput(subscription, serverKey);
}

export async function unsubscribeHere() {
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

function workerReady(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error("no service worker")), WORKER_WITHIN));
  return Promise.race([navigator.serviceWorker.ready, late]);
}

function keyOf({ options: { applicationServerKey: key } }: PushSubscription): string | null {
  if (!key) return null;
  return btoa(String.fromCharCode(...new Uint8Array(key)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
