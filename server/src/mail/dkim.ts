import DKIM from "nodemailer/lib/dkim";
import type { Dkim } from "./dkim-key.ts";
import type { ReadyMessage } from "./smtp-session.ts";

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
