import type { PushMessage } from "@turnout/contract/push";

type Page = Pick<WindowClient, "url" | "focused" | "visibilityState">;

/** What a push message says; null for one that a later server would write, or nobody. */
export function readPush(text: string | undefined): PushMessage | null {
  try {
    const said = JSON.parse(text ?? "") as Partial<PushMessage> | null;
    const words = [said?.title, said?.body, said?.path, said?.tag];
    return words.every((word) => typeof word === "string") && said!.path!.startsWith("/") ? (said as PushMessage) : null;
  } catch {
    return null;
  }
}

/** Whether the reader looks at that event's pages right now, which show what is new by themselves. */
export function isSeen({ path }: Pick<PushMessage, "path">, pages: readonly Page[]): boolean {
  const event = eventIn(path);
  return (
    event !== null &&
    pages.some(({ url, focused, visibilityState }) => focused && visibilityState === "visible" && eventIn(new URL(url).pathname) === event)
  );
}

const eventIn = (path: string): string | null => /^\/e\/([\w-]+)/.exec(path)?.[1] ?? null;

/** The open page that a click leads to, if there is one. A path never leads to another site. */
export function pageAt<Client extends { url: string }>(path: string, pages: readonly Client[], origin: string) {
  const resolved = new URL(path, origin);
  const target = resolved.origin === origin ? resolved : new URL("/", origin);
  return { target, open: pages.find(({ url }) => new URL(url).pathname === target.pathname) };
}

/** Safari ends the permission of sites that take a message and show nothing, whatever is on the screen. */
export const mustShow = (userAgent: string): boolean => /AppleWebKit/.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent);
