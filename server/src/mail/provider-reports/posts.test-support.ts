import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { changeable } from "../../changing.ts";
import { makeRsaCertificate } from "../../tls/certificate.test-support.ts";
import { POSTMARK_USER } from "./postmark.ts";
import type { ReportingProvider } from "./provider-names.ts";
import { adaptersFor, type ReportSettings } from "./providers.ts";
import { signedText, type SnsMessage } from "./sns-message.ts";

/** What a provider tells of an email; in whatever form. */
export type Told =
  | "delivered"
  | "delayed"
  | "nobody"
  | "full"
  | "refused for now"
  | "suppressed"
  | "complained"
  | "opened"
  | "something new";

export interface Post {
  body: string;
  headers: Record<string, string>;
}

/** A provider, as far as it posts to us. */
export interface TestProvider {
  name: ReportingProvider;
  /** One event about the email of this tag, proven at this time. Null: its metadata has no tag. */
  post(told: Told, tag: string | null, at?: Date): Post;
  /** The same content, which nobody has proven who could. */
  forged(post: Post): Post;
  /** This content, proven. */
  proven(content: string, at?: Date): Post;
  /** How long what it has proven is taken (s). Null: it says no time. */
  within: number | null;
}

export const TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:turnout";
export const CERTIFICATE_URL = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";

const json = { "content-type": "application/json" };

/** All providers, their secrets, and what is at Amazon's URLs. */
export function testProviders() {
  const mailgunKey = changeable(randomUUID());
  const postmarkSecret = changeable(randomUUID());
  const ec = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const sendgridKey = changeable(ec.publicKey.export({ type: "spki", format: "der" }).toString("base64"));
  const rsa = makeRsaCertificate();
  const settings = { sesTopic: TOPIC_ARN, mailgunKey, postmarkSecret, sendgridKey } satisfies ReportSettings;
  /** URLs that were read, and what is there. */
  const asked: string[] = [];
  const atAmazon = new Map([[CERTIFICATE_URL, rsa.cert]]);
  const readUrl = async (url: string) => {
    asked.push(url);
    return atAmazon.get(url) ?? "";
  };

  const signSns = (message: Partial<SnsMessage>, { version = "2", key = rsa.key } = {}): Post => {
    const whole = {
      Type: "Notification",
      MessageId: randomUUID(),
      TopicArn: TOPIC_ARN,
      Timestamp: new Date().toISOString(),
      SignatureVersion: version,
      SigningCertURL: CERTIFICATE_URL,
      ...message,
    } as SnsMessage;
    const Signature = sign(version === "2" ? "sha256" : "sha1", Buffer.from(signedText(whole)), key).toString("base64");
    return { body: JSON.stringify({ ...whole, Signature }), headers: { "content-type": "text/plain; charset=UTF-8" } };
  };

  const ses: TestProvider = {
    name: "amazon-ses",
    within: 3_900,
    post: (told, tag, at) => ses.proven(JSON.stringify(sesEvent(told, tag)), at),
    proven: (content, at = new Date()) => signSns({ Message: content, Timestamp: at.toISOString() }),
    forged: ({ body, headers }) => ({ headers, body: JSON.stringify({ ...JSON.parse(body), MessageId: randomUUID() }) }),
  };

  const mailgun: TestProvider = {
    name: "mailgun",
    within: 9 * 3_600,
    post: (told, tag, at) => mailgun.proven(JSON.stringify(mailgunEvent(told, tag)), at),
    proven(content, at = new Date()) {
      const [timestamp, token] = [String(Math.floor(at.getTime() / 1_000)), randomUUID()];
      const signature = createHmac("sha256", mailgunKey.current).update(`${timestamp}${token}`).digest("hex");
      return { headers: json, body: `{"signature":${JSON.stringify({ timestamp, token, signature })},"event-data":${content}}` };
    },
    forged: ({ body, headers }) => ({ headers, body: body.replace(/("token":")./, "$1-") }),
  };

  const sendgrid: TestProvider = {
    name: "sendgrid",
    within: 25 * 3_600,
    post: (told, tag, at) => sendgrid.proven(JSON.stringify([sendgridEvent(told, tag)]), at),
    proven(content, at = new Date()) {
      const time = String(Math.floor(at.getTime() / 1_000));
      const signature = sign("sha256", Buffer.from(time + content), ec.privateKey).toString("base64");
      const proof = { "x-twilio-email-event-webhook-timestamp": time, "x-twilio-email-event-webhook-signature": signature };
      return { body: content, headers: { ...json, ...proof } };
    },
    forged: ({ body, headers }) => ({ headers, body: `${body} ` }),
  };

  const basic = (password: string) => `Basic ${Buffer.from(`${POSTMARK_USER}:${password}`).toString("base64")}`;
  const postmarkApp: TestProvider = {
    name: "postmark",
    within: null,
    post: (told, tag) => postmarkApp.proven(JSON.stringify(postmarkEvent(told, tag))),
    proven: (content) => ({ body: content, headers: { ...json, authorization: basic(postmarkSecret.current) } }),
    forged: ({ body, headers }) => ({ body, headers: { ...headers, authorization: basic(randomUUID()) } }),
  };

  const confirmed: string[] = [];
  const adapters = () => adaptersFor(settings, { readUrl, onConfirmed: () => void confirmed.push("yes") });
  return { settings, readUrl, asked, atAmazon, signSns, adapters, confirmed, all: [ses, mailgun, postmarkApp, sendgrid] };
}

function sesEvent(told: Told, tag: string | null): object {
  const mail = { messageId: "0107", source: "hello@turnout.test", destination: ["x@example.org"], tags: tag ? { turnout: [tag] } : {} };
  const bounce = (bounceType: string, bounceSubType: string, diagnosticCode?: string) => ({
    eventType: "Bounce",
    mail,
    bounce: { bounceType, bounceSubType, bouncedRecipients: [{ emailAddress: "x@example.org", action: "failed", diagnosticCode }] },
  });
  switch (told) {
    case "delivered":
      return { eventType: "Delivery", mail, delivery: { smtpResponse: "250 ok" } };
    case "delayed":
      return { eventType: "DeliveryDelay", mail, deliveryDelay: { delayType: "MailboxFull" } };
    case "nobody":
      return bounce("Permanent", "General", "smtp; 550 5.1.1 user unknown");
    case "full":
      return bounce("Transient", "MailboxFull");
    case "refused for now":
      return bounce("Transient", "General", "smtp; 550 5.1.1 user unknown");
    case "suppressed":
      return bounce("Permanent", "OnAccountSuppressionList");
    case "complained":
      return { eventType: "Complaint", mail, complaint: { complaintFeedbackType: "abuse" } };
    case "opened":
      return { eventType: "Open", mail, open: { ipAddress: "192.0.2.1" } };
    case "something new":
      return { eventType: "Pondering", mail };
  }
}

function mailgunEvent(told: Told, tag: string | null): object {
  const variables = { "user-variables": tag ? { turnout: tag } : {} };
  const failed = (severity: string, message: string, reason = "bounce") => ({
    event: "failed",
    severity,
    reason,
    "delivery-status": { code: Number(message.slice(0, 3)), message, description: "" },
    ...variables,
  });
  switch (told) {
    case "delivered":
      return { event: "delivered", ...variables };
    case "delayed":
      return failed("temporary", "421 4.4.1 try again", "generic");
    case "nobody":
      return failed("permanent", "550 5.1.1 user unknown");
    case "full":
      return failed("permanent", "552 5.2.2 mailbox full");
    case "refused for now":
      return failed("permanent", "421 4.4.1 try again", "old");
    case "suppressed":
      return failed("permanent", "605", "suppress-bounce");
    case "complained":
      return { event: "complained", ...variables };
    case "opened":
      return { event: "opened", ...variables };
    case "something new":
      return { event: "pondered", ...variables };
  }
}

function sendgridEvent(told: Told, tag: string | null): object {
  const about = { email: "x@example.org", sg_event_id: randomUUID(), ...(tag && { turnout: tag }) };
  switch (told) {
    case "delivered":
      return { event: "delivered", response: "250 ok", ...about };
    case "delayed":
      return { event: "deferred", response: "421 4.4.1 try again", ...about };
    case "nobody":
      return { event: "bounce", type: "bounce", status: "5.1.1", reason: "550 5.1.1 user unknown", ...about };
    case "full":
      return { event: "bounce", type: "bounce", status: "5.2.2", reason: "552 5.2.2 mailbox full", ...about };
    case "refused for now":
      return { event: "bounce", type: "blocked", status: "5.1.1", reason: "550 5.1.1 user unknown", ...about };
    case "suppressed":
      return { event: "dropped", reason: "Bounced Address", ...about };
    case "complained":
      return { event: "spamreport", ...about };
    case "opened":
      return { event: "open", ...about };
    case "something new":
      return { event: "pondered", ...about };
  }
}

function postmarkEvent(told: Told, tag: string | null): object {
  const about = { MessageID: randomUUID(), Metadata: tag ? { Turnout: tag } : {} };
  const bounce = (Type: string, Details = "") => ({ RecordType: "Bounce", Type, Details, Description: "The mail came back.", ...about });
  switch (told) {
    case "delivered":
      return { RecordType: "Delivery", Details: "250 ok", ...about };
    case "delayed":
      return bounce("Transient");
    case "nobody":
      return bounce("HardBounce", "smtp;550 5.1.1 user unknown");
    case "full":
      return bounce("SoftBounce", "smtp;552 5.2.2 mailbox full");
    case "refused for now":
      return bounce("SoftBounce", "smtp;550 5.1.1 user unknown");
    case "suppressed":
      return bounce("ManuallyDeactivated");
    case "complained":
      return { RecordType: "SpamComplaint", Type: "SpamComplaint", ...about };
    case "opened":
      return { RecordType: "Open", ...about };
    case "something new":
      return { RecordType: "Pondering", ...about };
  }
}
