import type { IncomingHttpHeaders } from "node:http";
import type { UndeliveredReason } from "@turnout/contract/invitations";
import { reasonIn, type DeliveryReport } from "../inbound/delivery-report.ts";
import { TAG_NAME } from "./tag-headers.ts";

/** What a mail provider tells us of one email that it took from us. */
export interface ProviderEvent {
  /** The tag that the email carried, as it came back. Null: it is none of ours, or the provider does not say. */
  tag: string | null;
  /** `opened`: an image in it was loaded, which counts only where the operator wants it to. Null: of no interest to hosts. */
  report: Told | null;
}

export type Told = DeliveryReport | "opened";

/** A request as it came in: signatures are over its very bytes. */
export interface Posted {
  body: Buffer;
  headers: IncomingHttpHeaders;
  now: Date;
}

/** What a request says. `once`: what it has to be told apart by where its signature does not cover its content. */
export interface ProviderPost {
  events: ProviderEvent[];
  once?: string;
}

/** One mail provider: how what it posts is proven and read. */
export interface ReportAdapter {
  /** Throws `NotBelieved` and `NotReadable`. */
  read(posted: Posted): Promise<ProviderPost>;
}

/** Nobody but the provider could have proven what this request lacks. */
export class NotBelieved extends Error {
  readonly statusCode = 401;
}

/** The provider posts it in another form than it documents. */
export class NotReadable extends Error {
  readonly statusCode = 400;
}

/** Our tag among metadata of an email. */
export function tagAmong(metadata: unknown): string | null {
  if (typeof metadata !== "object" || metadata === null) return null;
  const [, value] = Object.entries(metadata).find(([name]) => name.toLowerCase() === TAG_NAME) ?? [];
  const tag: unknown = Array.isArray(value) ? value[0] : value;
  return typeof tag === "string" ? tag : null;
}

/** How old a request may be that the provider signed with its time (s), and how far ahead its clock (s). */
export const CLOCKS_DIFFER = 300;

export function requireInTime(signedAt: number, { now, within }: { now: Date; within: number }): void {
  const age = now.getTime() / 1_000 - signedAt;
  if (!(age <= within)) throw new NotBelieved(`It was signed more than ${within} seconds ago`);
  if (age < -CLOCKS_DIFFER) throw new NotBelieved("It was signed in the future: one of the clocks is wrong");
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotReadable("It is not JSON");
  }
}

/** Reasons that keep all further email from an address; of what a provider calls temporary, none is. */
const forGood = new Set<UndeliveredReason>(["noSuchAddress", "noSuchDomain", "mailboxClosed"]);

export const failed = (reason: UndeliveredReason): DeliveryReport => ({ state: "failed", reason });

/** Given up for good, or at this time: `isForGood` is the provider's word, `said` that of the recipient's server. */
export function failedAs({ isForGood, said = "", status = "" }: { isForGood: boolean; said?: string; status?: string }): DeliveryReport {
  const reason = reasonIn(said, status);
  return failed(!isForGood && forGood.has(reason) ? "gaveUp" : reason);
}
