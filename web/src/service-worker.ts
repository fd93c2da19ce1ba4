/// <reference lib="webworker" />
import { serveFromCache } from "./serve-from-cache.ts";

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
