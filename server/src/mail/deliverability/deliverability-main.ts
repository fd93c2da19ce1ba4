// npm run deliverability: what DNS says of the domains that emails come from. Exits with 1 where something is missing, wrong or unknown.
import { createPublicKey } from "node:crypto";
import { parseArgs } from "node:util";
import { CannotStart } from "../../cannot-start.ts";
import { readConfig } from "../../config.ts";
import { senderOf } from "../smtp-transport.ts";
import { checkDeliverability, deliverabilityLines } from "./check-deliverability.ts";
import { openLookups } from "./look-up.ts";

const { values } = parseArgs({
  options: {
    server: { type: "string", multiple: true },
    selector: { type: "string", multiple: true },
    dns: { type: "string", multiple: true },
  },
});

try {
  const config = readConfig(process.env);
  const relay = config.smtpUrl ? new URL(config.smtpUrl).hostname.replace(/^\[(.*)\]$/, "$1") : null;
  const findings = await checkDeliverability(openLookups(values.dns ?? null), {
    from: senderOf(config.mailFrom).address,
    inbound: config.inboundAddress,
    servers: values.server ?? (relay && !isOwnMachine(relay) ? [relay] : []),
    selectors: values.selector ?? [],
    signing: config.dkim && { ...config.dkim, publicKey: publicKeyOf(config.dkim.key) },
  });
  for (const line of deliverabilityLines(findings)) console.log(line);
  if (findings.some(({ verdict }) => verdict !== "good")) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof CannotStart) && (error as { code?: string }).code !== "ERR_INVALID_ARG_TYPE") throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}

function publicKeyOf(pem: string): string {
  return createPublicKey(pem).export({ type: "spki", format: "der" }).toString("base64");
}

/** What it sends to the world has another address than that. */
function isOwnMachine(host: string): boolean {
  return host === "localhost" || /^127\.|^::1$|^10\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(host);
}
