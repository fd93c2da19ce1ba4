import { verify, X509Certificate } from "node:crypto";
import { Refusal } from "@turnout/contract/refusals";
import { z } from "zod";
import { jsonIn, NotBelieved, requireInTime } from "./adapter.ts";

/** SNS tries again for an hour at most (s). */
const WITHIN = 3_600 + 300;

/** A topic's name: region and account are part of it. */
export const TOPIC = /^arn:(?:aws|aws-us-gov|aws-cn):sns:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[\w-]{1,256}$/;

const Message = z.object({
  Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]),
  MessageId: z.string().max(100),
  TopicArn: z.string(),
  Subject: z.string().nullish(),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(["1", "2"]),
  Signature: z.string(),
  SigningCertURL: z.string(),
});
export type SnsMessage = z.infer<typeof Message>;

/** Reads what a URL of Amazon's has. */
export type ReadUrl = (url: string) => Promise<string>;

/** The host that messages of a topic are signed by and confirmed at. */
function hostOf(topic: string): string {
  const region = TOPIC.exec(topic)![1]!;
  return `sns.${region}.amazonaws.com${topic.startsWith("arn:aws-cn:") ? ".cn" : ""}`;
}

/**
 * Verifies messages of one topic of Amazon's Simple Notification Service. SNS signs those of every customer, so the topic is looked at
 * before the signature, and the key comes from the host of the topic's region alone.
 */
export function snsVerifier(topic: string, readUrl: ReadUrl) {
  const host = hostOf(topic);
  const certificateAt = keeping(readUrl);
  const certificatePath = /^\/SimpleNotificationService-[\da-f]{8,64}\.pem$/;

  return async function verified(body: Buffer, now: Date): Promise<SnsMessage> {
    const read = Message.safeParse(jsonIn(body.toString()));
    if (!read.success) throw new NotBelieved("It is no message of SNS");
    const message = read.data;
    if (message.TopicArn !== topic) throw new NotBelieved("It is of another topic than that of DELIVERY_REPORTS_SES");
    requireInTime(Date.parse(message.Timestamp) / 1_000, { now, within: WITHIN });
    const url = urlAt(message.SigningCertURL, host);
    if (!url || url.search || !certificatePath.test(url.pathname)) throw new NotBelieved("SigningCertURL is not a certificate of SNS");
    const certificate = await certificateAt(url.href);
    if (!isValid(certificate, now) || !isSignedBy(certificate, message)) throw new NotBelieved("Signature is not that of SNS");
    return message;
  };
}

/** Where a topic's subscription is confirmed. Null: it is none of Amazon's places for that. */
export function confirmationUrl({ SubscribeURL }: SnsMessage, topic: string): string | null {
  const url = SubscribeURL === undefined ? null : urlAt(SubscribeURL, hostOf(topic));
  const asks = url?.pathname === "/" ? url.searchParams : null;
  return asks?.get("Action") === "ConfirmSubscription" && asks.get("TopicArn") === topic ? url!.href : null;
}

function urlAt(given: string, host: string): URL | null {
  const url = URL.parse(given);
  return url && url.protocol === "https:" && url.host === host && !url.username && !url.password && !url.hash ? url : null;
}

/** Most certificates that are kept: SNS has one at a time, and changes it now and then. */
const MAX_KEPT = 4;
/** How often one that is not kept is asked for in a minute: who knows the topic could name a new one each time. */
export const MAX_ASKED = 10;

function keeping(readUrl: ReadUrl) {
  const kept = new Map<string, X509Certificate>();
  let asked: number[] = [];
  return async (url: string): Promise<X509Certificate> => {
    const known = kept.get(url);
    if (known) return known;
    const now = performance.now();
    asked = asked.filter((at) => now - at < 60_000);
    if (asked.length >= MAX_ASKED) throw new Refusal("overloaded");
    asked.push(now);
    const certificate = certificateIn(await readUrl(url));
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(url, certificate);
    return certificate;
  };
}

function certificateIn(text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new NotBelieved("There is no certificate at SigningCertURL");
  }
}

const isValid = ({ validFromDate, validToDate }: X509Certificate, now: Date) => validFromDate <= now && now <= validToDate;

function isSignedBy({ publicKey }: X509Certificate, message: SnsMessage): boolean {
  const digest = message.SignatureVersion === "2" ? "sha256" : "sha1";
  return (
    publicKey.asymmetricKeyType === "rsa" &&
    verify(digest, Buffer.from(signedText(message)), publicKey, Buffer.from(message.Signature, "base64"))
  );
}

const OF_NOTIFICATION = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const;
const OF_CONFIRMATION = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"] as const;

/** Names and values, a line each, of what there is. */
export function signedText(message: Omit<SnsMessage, "Signature">): string {
  const names = message.Type === "Notification" ? OF_NOTIFICATION : OF_CONFIRMATION;
  return names.map((name) => (message[name] === undefined || message[name] === null ? "" : `${name}\n${message[name]}\n`)).join("");
}
