import type { Changing } from "./changing.ts";
import type { Metrics, Sample } from "./telemetry/metrics.ts";
import { endAt, endIn } from "./tls/certificate-end.ts";
import type { KeyPair } from "./tls/key-pair.ts";

/** Least time between two looks at the certificates (ms): each is a handshake. */
export const LOOK_EVERY = 15_000;

type Url = string | Changing<string> | null;

export interface Certificates {
  publicUrl: string;
  databaseUrl: Url;
  redisUrl?: Url;
  smtpUrl?: Url;
  inboundMailbox?: Url;
  tlsCa?: Changing<string> | null;
  tls?: Changing<KeyPair> | null;
  inboundTls?: Changing<KeyPair> | null;
  wallet?: { certificate: string } | null;
}

/**
 * Tells when each certificate ends that we meet or show. What was read once is told on while its server is away: its end is
 * the same.
 */
export function watchCertificates({ watchEach }: Pick<Metrics, "watchEach">, certificates: Certificates, lookEvery = LOOK_EVERY): void {
  const known = new Map<string, Date>();
  let lookedAt = -Infinity;

  async function look() {
    lookedAt = performance.now();
    await Promise.all(
      readersOf(certificates).map(async ([peer, read]) => {
        const end = await read();
        if (end) known.set(peer, end);
      }),
    );
  }

  watchEach(
    "turnout_certificate_expires_timestamp_seconds",
    "When the certificate of each server that is met by TLS ends, and of what is shown and trusted here; of several, the first.",
    ["peer"],
    async () => {
      if (performance.now() - lookedAt >= lookEvery) await look();
      return [...known].map(([peer, end]): Sample => ({ labels: { peer }, value: end.getTime() / 1_000 }));
    },
  );
}

type Reader = [peer: string, read: () => Promise<Date | null> | Date | null];

function readersOf({ publicUrl, databaseUrl, redisUrl, smtpUrl, inboundMailbox, tlsCa, tls, inboundTls, wallet }: Certificates): Reader[] {
  const urls = Object.entries({ site: publicUrl, database: databaseUrl, redis: redisUrl, mail: smtpUrl, mailbox: inboundMailbox });
  const met = urls.flatMap(([peer, url]): Reader[] => {
    const now = typeof url === "string" ? url : url?.current;
    return now && asksForTls(now) ? [[peer, () => endAt(now)]] : [];
  });
  const ours: [string, string | undefined][] = [
    ["authority", tlsCa?.current],
    ["server", tls?.current.cert],
    ["inbound", inboundTls?.current.cert],
    ["wallet", wallet?.certificate],
  ];
  return [...met, ...ours.flatMap(([peer, pem]): Reader[] => (pem ? [[peer, () => endIn(pem)]] : []))];
}

/** Whether a connection to this URL may be encrypted. */
function asksForTls(url: string): boolean {
  const { protocol, searchParams } = new URL(url);
  if (/^postgres(ql)?:$/.test(protocol)) return !["", "disable"].includes(searchParams.get("sslmode") ?? "");
  if (protocol === "smtp:") return searchParams.get("ignoreTLS") !== "true";
  return ["https:", "rediss:", "smtps:", "imaps:"].includes(protocol);
}
