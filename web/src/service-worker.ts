/// <reference lib="webworker" />
import type { PushState } from "@turnout/contract/push";
import { subscriptionId, subscriptionInput } from "./push-subscription.ts";
import { serveFromCache } from "./serve-from-cache.ts";
import { isSeen, mustShow, pageAt, readPush } from "./show-push.ts";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

/** Files of the app itself, named by the build. Data is never kept: a stale answer is worse than none. */
const shell = self.__WB_MANIFEST;
const OFFLINE_PAGE = "/offline.html";
const CACHE = `shell-${fingerprint(shell.map((file) => file.url + (file.revision ?? "")).join())}`;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const plan = serveFromCache(event.request, self.location.origin);
  if (plan === "asset") event.respondWith(asset(event.request));
  if (plan === "page") event.respondWith(fetch(event.request).catch(offlinePage));
});

self.addEventListener("push", (event) => event.waitUntil(showPush(event.data?.text())));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(String(event.notification.data ?? "/")));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renewSubscription(event)));

async function fill() {
  const cache = await caches.open(CACHE);
  // The build may name a file twice, which addAll refuses.
  await cache.addAll(new Set(shell.map((file) => new URL(file.url, self.location.origin).href)));
  await self.skipWaiting();
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function asset(request: Request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function offlinePage() {
  return (await caches.match(OFFLINE_PAGE)) ?? Response.error();
}

function fingerprint(text: string) {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) >>> 0;
  return hash.toString(36);
}

/** What is seen on an open page is not shown again. */
async function showPush(text: string | undefined) {
  const message = readPush(text);
  const seen = message !== null && isSeen(message, await self.clients.matchAll({ type: "window" }));
  if (seen && !mustShow(navigator.userAgent)) return;
  const { title = "Turnout", body = "", tag = "turnout", path = "/", locale = "en", renotify = false } = message ?? {};
  const looks = { body, tag, lang: locale, icon: "/icon-192.png", badge: "/icon-192.png", data: path, silent: seen };
  await self.registration.showNotification(title, { ...looks, ...(renotify && !seen && { renotify }) } as NotificationOptions);
  if (seen) for (const shown of await self.registration.getNotifications({ tag })) shown.close();
}

async function openPage(path: string) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const { target, open } = pageAt(path, pages, self.location.origin);
  if (!open) return void (await self.clients.openWindow(target.href));
  // A page that is not controlled yet cannot be led on; it is the right one already.
  if (target.hash && open.url !== target.href) await open.navigate(target.href).catch(() => null);
  await open.focus();
}

/** The browser has another address now: the server gets it for whoever it was kept for, and for nobody else. */
async function renewSubscription({ oldSubscription, newSubscription }: PushSubscriptionChangeEvent) {
  if (!oldSubscription) return;
  const { serverKey, browsers } = (await (await fetch("/api/push")).json()) as PushState;
  const id = await subscriptionId(oldSubscription.endpoint);
  const kept = browsers.find((browser) => browser.id === id);
  if (serverKey === null || !kept) return;
  const fresh =
    newSubscription ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey }));
  const { locale, hidesDetails } = kept;
  const body = { ...subscriptionInput(fresh, serverKey), locale, hidesDetails, replaces: oldSubscription.endpoint };
  await fetch("/api/push", { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}
