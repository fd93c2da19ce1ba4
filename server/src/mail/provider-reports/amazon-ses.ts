import { z } from "zod";
import type { DeliveryReport } from "../inbound/delivery-report.ts";
import { tagWithin } from "../inbound/tagged-address.ts";
import { failed, failedAs, jsonIn, NotBelieved, NotReadable, tagAmong, type ReportAdapter, type Told } from "./adapter.ts";
import { confirmationUrl, snsVerifier, type ReadUrl, type SnsMessage } from "./sns-message.ts";

/** What SES says by a topic once, when it is set up. */
const GREETING = "Successfully validated SNS topic";

const Recipient = z.object({ status: z.string().nullish(), diagnosticCode: z.string().nullish() });

const Event = z.object({
  eventType: z.string().optional(),
  /** Where no configuration set publishes events. */
  notificationType: z.string().optional(),
  mail: z.object({ tags: z.unknown().optional(), source: z.string().nullish() }),
  bounce: z.object({ bounceType: z.string(), bounceSubType: z.string().nullish(), bouncedRecipients: z.array(Recipient) }).optional(),
  complaint: z.object({ complaintFeedbackType: z.string().nullish() }).optional(),
});
type Event = z.infer<typeof Event>;

export interface AmazonSesOptions {
  /** The SNS topic that SES publishes to. */
  topic: string;
  readUrl: ReadUrl;
  /** Told once the subscription of the topic is confirmed. */
  onConfirmed?: () => void;
}

/** Amazon SES, whose events come by a topic of SNS. */
export function amazonSes({ topic, readUrl, onConfirmed = () => {} }: AmazonSesOptions): ReportAdapter {
  const verified = snsVerifier(topic, readUrl);

  async function confirm(message: SnsMessage): Promise<void> {
    const url = confirmationUrl(message, topic);
    if (!url) throw new NotBelieved("SubscribeURL is not where SNS confirms this topic");
    await readUrl(url);
    onConfirmed();
  }

  return {
    async read({ body, now }) {
      const message = await verified(body, now);
      if (message.Type === "SubscriptionConfirmation") await confirm(message);
      if (message.Type !== "Notification") return { events: [] };
      if (message.Message.startsWith(GREETING)) return { events: [] };
      const event = Event.safeParse(jsonIn(message.Message));
      if (!event.success) throw new NotReadable("There is no event of SES in it");
      return { events: [{ tag: tagOf(event.data), report: reportOf(event.data) }] };
    },
  };
}

/** Without a configuration set there are no tags, but the envelope's sender, which has the same tag. */
function tagOf({ mail: { tags, source } }: Event): string | null {
  return tagAmong(tags) ?? tagWithin(source ?? "");
}

function reportOf(event: Event): Told | null {
  switch (event.eventType ?? event.notificationType) {
    case "Delivery":
      return { state: "delivered" };
    case "DeliveryDelay":
      return { state: "delayed" };
    case "Complaint":
      return isComplaint(event.complaint?.complaintFeedbackType) ? { state: "complained" } : null;
    case "Bounce":
      return event.bounce ? bounceOf(event.bounce) : null;
    case "Reject":
      return failed("refused");
    case "Open":
      return "opened";
    default:
      return null;
  }
}

/** `not-spam` is no complaint, and `auth-failure` is about us (RFC 5965, 7.3). */
const isComplaint = (type: string | null | undefined) => type !== "not-spam" && type !== "auth-failure";

function bounceOf({ bounceType, bounceSubType, bouncedRecipients: [recipient] }: NonNullable<Event["bounce"]>): DeliveryReport | null {
  const isForGood = bounceType === "Permanent";
  const [said, status] = [recipient?.diagnosticCode ?? "", recipient?.status ?? ""];
  switch (bounceSubType) {
    case "NoEmail":
      return failed("noSuchAddress");
    case "Suppressed":
    case "OnAccountSuppressionList":
      return failed("bouncedBefore");
    case "UnsubscribedRecipient":
      return failed("unwanted");
    case "MailboxFull":
      return failed("mailboxFull");
    case "MessageTooLarge":
      return failed("tooLarge");
    case "ContentRejected":
    case "AttachmentRejected":
      return failed("refused");
    default:
      // Absence notes count as bounces there, with nothing in them that a mail server said.
      return bounceType === "Transient" && !said && !status ? null : failedAs({ isForGood, said, status });
  }
}
