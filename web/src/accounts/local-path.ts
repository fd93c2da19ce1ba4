const LONGEST = 500;

/** Like the contract's `LocalPath`, which the browser does not carry: no `\`, no `//`, nothing but ASCII. */
const LOCAL = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/;

/** Where to go after signing in: always a path of this site, whatever the link has. */
export function safeNext(next: string | null | undefined, otherwise = "/events"): string {
  return next && next.length <= LONGEST && LOCAL.test(next) ? next : otherwise;
}

/** The `next` of a page's address, if it is one that can be trusted. */
export function nextIn(search: string): string | null {
  return safeNext(new URLSearchParams(search).get("next"), "") || null;
}

/** A page's address that continues to `next` afterwards. */
export function withNext(page: string, next: string | null): string {
  return next ? `${page}?next=${encodeURIComponent(next)}` : page;
}
