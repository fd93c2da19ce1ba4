import { createPublicKey } from "node:crypto";
import type { Sending } from "./check-deliverability.ts";
import { senderOf } from "../sender.ts";

/** What an instance's settings say of its sending. */
interface SendingSettings {
  mailFrom: string;
  inboundAddress: string | null;
  smtpUrl: string | null;
  dkim: { domain: string; selector: string; key: string } | null;
}

/** What is to be asked about. Without `servers`: the mail server of the settings, unless it is on this machine or in its network. */
export function sendingOf(settings: SendingSettings, { servers, selectors }: Pick<Sending, "servers" | "selectors">): Sending {
  const { mailFrom, inboundAddress, smtpUrl, dkim } = settings;
  const relay = smtpUrl === null ? null : new URL(smtpUrl).hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    from: senderOf(mailFrom).address,
    inbound: inboundAddress,
    servers: servers.length > 0 || relay === null || isOwnMachine(relay) ? servers : [relay],
    selectors,
    signing: dkim && { domain: dkim.domain, selector: dkim.selector, publicKey: publicKeyOf(dkim.key) },
  };
}

function publicKeyOf(pem: string): string {
  return createPublicKey(pem).export({ type: "spki", format: "der" }).toString("base64");
}

/** What it sends to the world has another address than that. */
function isOwnMachine(host: string): boolean {
  return host === "localhost" || /^127\.|^::1$|^10\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(host);
}
