import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Changing } from "../../changing.ts";
import { secretsIn } from "../../secrets.ts";
import type { DeliveryReport } from "../inbound/delivery-report.ts";
import { failed, failedAs, jsonIn, NotBelieved, NotReadable, tagAmong, type ReportAdapter, type Told } from "./adapter.ts";

/** The user in the URL that Postmark is given. */
export const POSTMARK_USER = "postmark";

const Event = z.object({
  RecordType: z.string(),
  Type: z.string().nullish(),
  Description: z.string().nullish(),
  Details: z.string().nullish(),
  Metadata: z.unknown().optional(),
});
type Event = z.infer<typeof Event>;

/** Postmark's webhooks, which sign nothing: they hold the secret in their URL, and send it as a password (RFC 7617). */
export function postmark(secret: Changing<string>): ReportAdapter {
  return {
    async read({ body, headers }) {
      const [, encoded = ""] = /^Basic ([\w+/=-]+)$/i.exec(headers.authorization ?? "") ?? [];
      const given = digestOf(Buffer.from(encoded, "base64"));
      const isTheirs = secretsIn(secret.current).some((one) => timingSafeEqual(given, digestOf(Buffer.from(`${POSTMARK_USER}:${one}`))));
      if (!isTheirs) throw new NotBelieved(`Authorization is not that of ${POSTMARK_USER} with the secret of DELIVERY_REPORTS_POSTMARK`);
      const event = Event.safeParse(jsonIn(body.toString()));
      if (!event.success) throw new NotReadable("There is no event of Postmark's in it");
      return { events: [{ tag: tagAmong(event.data.Metadata), report: reportOf(event.data) }] };
    },
  };
}

/** Of one length, so that comparing takes as long for each. */
const digestOf = (given: Buffer) => createHash("sha256").update(given).digest();

function reportOf(event: Event): Told | null {
  switch (event.RecordType) {
    case "Delivery":
      return { state: "delivered" };
    case "SpamComplaint":
      return { state: "complained" };
    case "Bounce":
      return bounceOf(event);
    case "Open":
      return "opened";
    default:
      return null;
  }
}

function bounceOf({ Type: type, Details: details, Description: description }: Event): DeliveryReport | null {
  const said = details || description || "";
  switch (type) {
    case "HardBounce":
      return failedAs({ isForGood: true, said });
    case "Transient":
      return { state: "delayed" };
    case "SoftBounce":
    case "DnsError":
    case "Undeliverable":
      return failedAs({ isForGood: false, said });
    case "BadEmailAddress":
      return failed("noSuchAddress");
    case "ManuallyDeactivated":
      return failed("bouncedBefore");
    case "SpamNotification":
    case "Blocked":
    case "DMARCPolicy":
    case "VirusNotification":
      return failed("refused");
    case "SpamComplaint":
      return { state: "complained" };
    default:
      return null; // absence notes, and what programs write
  }
}
