import { createPrivateKey } from "node:crypto";
import DKIM from "nodemailer/lib/dkim";
import type { Changing } from "../changing.ts";
import type { ReadyMessage } from "./smtp-session.ts";

/** By which an instance's email is signed (RFC 6376). */
export interface Dkim<Key = Changing<string>> {
  domain: string;
  /** Names the record with the public key: `<selector>._domainkey.<domain>`. */
  selector: string;
  /** RSA, in PEM form. */
  key: Key;
}

/** Receivers take no signature by a shorter key (RFC 8301, 3.2). */
export const MIN_DKIM_BITS = 1_024;

export function isDkimKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_DKIM_BITS;
  } catch {
    return false;
  }
}

/** What a signature covers. One-click unsubscribing counts only where both of its headers are signed (RFC 8058, 4). */
export const SIGNED_HEADERS = [
  "From",
  "Reply-To",
  "To",
  "Subject",
  "Date",
  "Message-ID",
  "In-Reply-To",
  "References",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "Auto-Submitted",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
];

/** Puts a signature before a message. */
export async function sign(message: ReadyMessage, { domain, selector, key }: Dkim): Promise<ReadyMessage> {
  const text = offTheWire(message.wire);
  const signer = new DKIM({
    domainName: domain,
    keySelector: selector,
    privateKey: key.current,
    headerFieldNames: SIGNED_HEADERS.join(":"),
  });
  const chunks: Buffer[] = [];
  for await (const chunk of signer.sign(text) as AsyncIterable<Buffer>) chunks.push(chunk);
  const signed = Buffer.concat(chunks);
  // Its lines begin with a name or a space, and so are the same on the wire.
  const signature = signed.subarray(0, signed.length - text.length);
  return { ...message, wire: Buffer.concat([signature, message.wire]) };
}

/** The message without doubled dots and its end. */
function offTheWire(wire: Buffer): Buffer {
  const lines = wire.toString("latin1", 0, wire.length - ".\r\n".length);
  return Buffer.from(lines.replaceAll(/(^|\n)\.\./g, "$1."), "latin1");
}
