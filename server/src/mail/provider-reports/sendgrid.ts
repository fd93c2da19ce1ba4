import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { z } from "zod";
import type { Changing } from "../../changing.ts";
import { failed, failedAs, jsonIn, NotBelieved, NotReadable, requireInTime, tagAmong, type ReportAdapter, type Told } from "./adapter.ts";

/** SendGrid posts again for 24 hours (s). */
const WITHIN = 25 * 3_600;
/** Most events of one request: SendGrid collects up to 768 kB of them. */
export const MAX_EVENTS = 5_000;

const SIGNATURE = "x-twilio-email-event-webhook-signature";
const TIMESTAMP = "x-twilio-email-event-webhook-timestamp";

const Event = z.looseObject({
  event: z.string(),
  type: z.string().optional(),
  reason: z.string().nullish(),
  status: z.string().nullish(),
});
type Event = z.infer<typeof Event>;

/** SendGrid's Event Webhook, signed (ECDSA over the time and the body). */
export function sendgrid(key: Changing<string>): ReportAdapter {
  return {
    async read({ body, headers, now }) {
      const [time, signature] = [String(headers[TIMESTAMP] ?? ""), String(headers[SIGNATURE] ?? "")];
      if (!/^\d{1,12}$/.test(time) || !signature) throw new NotBelieved("It has no signature of SendGrid's");
      const signed = Buffer.concat([Buffer.from(time), body]);
      const publicKey = sendgridKey(key.current);
      if (!publicKey || !verify("sha256", signed, publicKey, Buffer.from(signature, "base64")))
        throw new NotBelieved("It is not signed with the key of DELIVERY_REPORTS_SENDGRID");
      requireInTime(Number(time), { now, within: WITHIN });
      const events = z.array(Event).max(MAX_EVENTS).safeParse(jsonIn(body.toString()));
      if (!events.success) throw new NotReadable("It is no list of SendGrid's events");
      return { events: events.data.map((event) => ({ tag: tagAmong(event), report: reportOf(event) })) };
    },
  };
}

/** The verification key as SendGrid shows it: an elliptic curve's public key, DER in base64. Null: it is none. */
export function sendgridKey(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text.trim(), "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "ec" ? key : null;
  } catch {
    return null;
  }
}

function reportOf({ event, type, reason, status }: Event): Told | null {
  switch (event) {
    case "delivered":
      return { state: "delivered" };
    case "deferred":
      return { state: "delayed" };
    case "spamreport":
      return { state: "complained" };
    case "bounce":
      // A block is about us or this moment, whatever its text says.
      return failedAs({ isForGood: type !== "blocked", said: reason ?? "", status: status ?? "" });
    case "dropped":
      return failed(droppedFor(reason ?? ""));
    case "open":
      return "opened";
    default:
      return null;
  }
}

/** SendGrid did not try: its own lists say no, or the email itself is at fault ("Invalid SMTPAPI header"), which is no news of the address. */
function droppedFor(reason: string) {
  if (/bounced/i.test(reason)) return "bouncedBefore";
  if (/unsubscribed|spam reporting/i.test(reason)) return "unwanted";
  if (/^invalid$/i.test(reason.trim())) return "noSuchAddress";
  return "refused";
}
