import { z } from "zod";
import { Locale } from "./locale.ts";

/** 65 bytes of a point, and 16 of a secret, in base64url as browsers write it. */
const PublicKey = z.string().regex(/^[\w-]{87}$/);
const AuthSecret = z.string().regex(/^[\w-]{22}$/);
const Endpoint = z.string().min(1).max(1_000);

/** A browser asks to be notified while no page is open (Push API). */
export const SubscribeToPush = z.strictObject({
  endpoint: Endpoint,
  p256dh: PublicKey,
  auth: AuthSecret,
  /** The server's key that the browser subscribed with. */
  serverKey: PublicKey,
  locale: Locale,
  /** Notifications say no more than that there is something new: whoever sees the screen can read them. */
  hidesDetails: z.boolean(),
  /** The endpoint before, which the browser has ended. */
  replaces: Endpoint.optional(),
});

/** One browser that is notified. */
export const NotifiedBrowser = z.object({
  /** Made of the SHA-256 of its endpoint (RFC 9562, version 8): a browser finds itself by it. */
  id: z.uuid(),
  userAgent: z.string(),
  since: z.iso.datetime(),
  /** When its push service last took something. */
  reachedAt: z.iso.datetime().nullable(),
  locale: Locale,
  hidesDetails: z.boolean(),
});
export type NotifiedBrowser = z.infer<typeof NotifiedBrowser>;

export const PushState = z.object({
  /** What browsers subscribe with. Null: the operator has switched web push off. */
  serverKey: z.string().nullable(),
  /** Those of this account, or of this browser's visit. */
  browsers: z.array(NotifiedBrowser),
});
export type PushState = z.infer<typeof PushState>;

/** What a notification says, as the service worker gets it. */
export const PushMessage = z.object({
  title: z.string(),
  body: z.string(),
  /** The page that it leads to, from `/` on. */
  path: z.string(),
  /** A later notification of the same tag replaces it. */
  tag: z.string(),
  /** Whether one that replaces another makes itself heard again. */
  renotify: z.boolean(),
  locale: Locale,
  at: z.iso.datetime(),
});
export type PushMessage = z.infer<typeof PushMessage>;
