type Asked = { method: string; mode: string; url: string };

/**
 * What the service worker does with a request: a hashed file comes from the cache, a page from the
 * network with the offline page behind it, and everything else (above all data) is left to the browser.
 */
export function serveFromCache(request: Asked, origin: string): "asset" | "page" | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== origin) return null;
  if (url.pathname.startsWith("/assets/") || url.pathname === "/theme.js") return "asset";
  if (request.mode === "navigate" && !url.pathname.startsWith("/api/")) return "page";
  return null;
}
