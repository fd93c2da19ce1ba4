import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Changing } from "../../changing.ts";
import { secretsIn } from "../../secrets.ts";
import type { DeliveryReport } from "../inbound/delivery-report.ts";
import { failed, failedAs, jsonIn, NotBelieved, NotReadable, requireInTime, tagAmong, type ReportAdapter, type Told } from "./adapter.ts";

/** Mailgun posts again for 8 hours (s). */
const WITHIN = 9 * 3_600;

const Signed = z.object({
  signature: z.object({
    timestamp: z.coerce.string().regex(/^\d{1,12}$/),
    token: z.string().min(1).max(200),
    signature: z.string().regex(/^[\da-f]{64}$/i),
  }),
  "event-data": z.unknown().optional(),
});

const Event = z.object({
  event: z.string(),
  severity: z.string().optional(),
  reason: z.string().optional(),
  "delivery-status": z
    .object({ code: z.coerce.string().optional(), message: z.string().nullish(), description: z.string().nullish() })
    .nullish(),
  "user-variables": z.unknown().optional(),
});
type Event = z.infer<typeof Event>;

/** Mailgun's webhooks. Their signature is over a time and a token, and not over what happened: so each token counts once. */
export function mailgun(key: Changing<string>): ReportAdapter {
  return {
    async read({ body, now }) {
      const post = Signed.safeParse(jsonIn(body.toString()));
      if (!post.success) throw new NotBelieved("It has no signature of Mailgun's");
      const { timestamp, token, signature } = post.data.signature;
      const given = Buffer.from(signature, "hex");
      const isTheirs = secretsIn(key.current).some((one) =>
        timingSafeEqual(given, createHmac("sha256", one).update(timestamp).update(token).digest()),
      );
      if (!isTheirs) throw new NotBelieved("It is not signed with the key of DELIVERY_REPORTS_MAILGUN");
      requireInTime(Number(timestamp), { now, within: WITHIN });
      const event = Event.safeParse(post.data["event-data"]);
      if (!event.success) throw new NotReadable("There is no event of Mailgun's in it");
      return { events: [{ tag: tagAmong(event.data["user-variables"]), report: reportOf(event.data) }], once: `${timestamp}.${token}` };
    },
  };
}

function reportOf(event: Event): Told | null {
  switch (event.event) {
    case "delivered":
      return { state: "delivered" };
    case "complained":
      return { state: "complained" };
    case "rejected":
      return failed("refused");
    case "failed":
      return event.severity === "temporary" ? { state: "delayed" } : undelivered(event);
    case "opened":
      return "opened";
    default:
      return null;
  }
}

function undelivered({ reason, "delivery-status": status }: Event): DeliveryReport {
  if (reason === "suppress-bounce") return failed("bouncedBefore");
  if (reason?.startsWith("suppress-")) return failed("unwanted");
  if (reason === "old") return failed("gaveUp");
  const said = [status?.message, status?.description].filter(Boolean).join(" ");
  return failedAs({ isForGood: true, said: `${status?.code ?? ""} ${said}`.trim() });
}
