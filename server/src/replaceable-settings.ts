import { setTimeout as sleep } from "node:timers/promises";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import pg from "pg";
import type { OidcSettings } from "./accounts/provider.ts";
import { CannotStart } from "./cannot-start.ts";
import { changeable, type Changeable } from "./changing.ts";
import { INBOUND_PAIR, OWN_PAIR, type Config } from "./config.ts";
import { CONNECT_TIMEOUT } from "./db/connect.ts";
import type { Database } from "./db/database.ts";
import { keepLastingSecret, readLastingSecret } from "./db/lasting-secret.ts";
import type { Dkim } from "./mail/dkim-key.ts";
import { tryMailbox } from "./mail/inbound/mailbox-watcher.ts";
import type { ReportSettings } from "./mail/provider-reports/providers.ts";
import { changeableSecrets, secretsIn, type Secrets } from "./secrets.ts";
import { secretsOf } from "./telemetry/redact.ts";
import { tlsFault } from "./tls/tls-fault.ts";
import { faultOfPair, isKeyPair, type KeyPair, type PairSettings } from "./tls/key-pair.ts";
import { trust } from "./tls/trusted-certificates.ts";
import { TRY_AGAIN_AFTER, type Replaceable } from "./watch-secret-files.ts";

/** Settings whose values may be replaced while the process runs. Null: not set. */
export interface ReplaceableSettings {
  databaseUrl: Changeable<string> | null;
  redisUrl: Changeable<string> | null;
  smtpUrl: Changeable<string> | null;
  tlsCa: Changeable<string> | null;
  tls: Changeable<KeyPair> | null;
  dkim: Dkim<Changeable<string>> | null;
  oidc: OidcSettings<Changeable<string>> | null;
  inboundMailbox: Changeable<string> | null;
  inboundWebhookSecret: Changeable<string> | null;
  inboundTls: Changeable<KeyPair> | null;
  reports: ReportSettings<Changeable<string>>;
}

export function replaceableSettings(config: Config): ReplaceableSettings {
  const orNull = <Value>(value: Value | null) => (value === null ? null : changeable(value));
  return {
    databaseUrl: orNull(config.databaseUrl),
    redisUrl: orNull(config.redisUrl),
    smtpUrl: orNull(config.smtpUrl),
    tlsCa: orNull(config.tlsCa),
    tls: orNull(config.tls),
    dkim: config.dkim && { ...config.dkim, key: changeable(config.dkim.key) },
    oidc: config.oidc && { ...config.oidc, clientSecret: orNull(config.oidc.clientSecret) },
    inboundMailbox: orNull(config.inboundMailbox),
    inboundWebhookSecret: orNull(config.inboundWebhookSecret),
    inboundTls: orNull(config.inboundTls),
    reports: {
      sesTopic: config.reports.sesTopic,
      mailgunKey: orNull(config.reports.mailgunKey),
      postmarkSecret: orNull(config.reports.postmarkSecret),
      sendgridKey: orNull(config.reports.sendgridKey),
    },
  };
}

/** How each of them is tried and put in force. */
export function replaceables(settings: ReplaceableSettings): Replaceable[] {
  const { databaseUrl, redisUrl, smtpUrl, tlsCa, tls, dkim, oidc, inboundMailbox, inboundWebhookSecret, inboundTls, reports } = settings;
  const alone = [
    databaseUrl && replaceable("DATABASE_URL", databaseUrl, withinOne(databaseUrl, tryDatabase)),
    redisUrl &&
      replaceable(
        "REDIS_URL",
        redisUrl,
        withinOne(redisUrl, async (url) => (await import("./redis/connect-redis.ts")).tryRedis(url)),
      ),
    smtpUrl && replaceable("SMTP_URL", smtpUrl, async (url) => (await import("./mail/smtp-transport.ts")).tryMailUrl(url)),
    dkim && replaceable("DKIM_KEY", dkim.key),
    oidc && oidc.clientSecret && replaceable("OIDC_CLIENT_SECRET", oidc.clientSecret),
    inboundMailbox && replaceable("INBOUND_IMAP", inboundMailbox, withinOne(inboundMailbox, tryMailbox)),
    inboundWebhookSecret && replaceable("INBOUND_WEBHOOK_SECRET", inboundWebhookSecret),
    reports.mailgunKey && replaceable("DELIVERY_REPORTS_MAILGUN", reports.mailgunKey),
    reports.postmarkSecret && replaceable("DELIVERY_REPORTS_POSTMARK", reports.postmarkSecret),
    reports.sendgridKey && replaceable("DELIVERY_REPORTS_SENDGRID", reports.sendgridKey),
    tlsCa && replaceable("TLS_CA", tlsCa, async (pem) => trust(pem)),
  ].filter((one) => one !== null);
  return [...alone, ...(tls ? replaceablePair(tls, OWN_PAIR) : []), ...(inboundTls ? replaceablePair(inboundTls, INBOUND_PAIR) : [])];
}

/** Without `works` any value is of use that the setting takes. */
function replaceable(name: Replaceable["name"], value: Changeable<string>, works?: (next: string) => Promise<void>): Replaceable {
  return {
    name,
    first: value.current,
    async take(next) {
      await works?.(next).catch((error: unknown) => {
        throw error instanceof CannotStart ? error : new CannotStart(faultOf(error));
      });
      value.set(next);
    },
  };
}

/**
 * How long a certificate waits for its key, or the key for it (ms): their files are written one after the other. Longer than
 * the pause between two attempts, so that the two meet.
 */
const PAIR_WITHIN = 2 * TRY_AGAIN_AFTER;

/** A certificate and its key, which are put in force together, and only while the certificate is valid. */
export function replaceablePair(pair: Changeable<KeyPair>, settings: PairSettings<Replaceable["name"]>): Replaceable[] {
  const next = { ...pair.current };
  const isInForce = () => next.cert === pair.current.cert && next.key === pair.current.key;
  const half = (field: keyof KeyPair): Replaceable => ({
    name: settings[field],
    first: pair.current[field],
    async take(value) {
      next[field] = value;
      const end = performance.now() + PAIR_WITHIN;
      while (!isKeyPair(next) && performance.now() < end) await sleep(50, undefined, { ref: false });
      const fault = faultOfPair(next, settings, new Date());
      if (fault) {
        next[field] = pair.current[field];
        throw new CannotStart(fault);
      }
      if (!isInForce()) pair.set({ ...next });
    },
  });
  return [half("cert"), half("key")];
}

/** What of a setting's content no log line may show. Certificates are public. */
export function hiddenPartsOf(name: Replaceable["name"], text: string): string[] {
  if (name.endsWith("SECRET") || name.startsWith("DELIVERY_REPORTS_")) return secretsOf({ secrets: secretsIn(text), urls: [] });
  return secretsOf(name.endsWith("_KEY") ? { secrets: [text], urls: [] } : { secrets: [], urls: [text] });
}

function faultOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return tlsFault(error) ?? `the server refuses it or cannot be reached (${code ?? message?.split(/[\s:]/, 1)[0] ?? "?"})`;
}

/** Another server has other data: processes that have changed over, and those that have not, would contradict each other. */
function withinOne(value: Changeable<string>, works: (url: string) => Promise<void>) {
  const placeOf = (url: string) => {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port}${pathname}`;
  };
  return async (next: string) => {
    if (placeOf(next) !== placeOf(value.current)) throw new CannotStart("it names another server or database: that takes a restart");
    await works(next);
  };
}

async function tryDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT, query_timeout: CONNECT_TIMEOUT });
  client.on("error", () => {}); // the running query reports it
  try {
    await client.connect();
    // Not every user who may connect may also do something.
    await client.query("select epoch from instance");
  } finally {
    await client.end().catch(() => {});
  }
}

/** SECRET, as it stands now and as its file changes. */
export async function openSecrets(
  db: Kysely<Database>,
  text: string,
  logger: Pick<Logger, "error">,
): Promise<{ secrets: Secrets; replaceable: Replaceable }> {
  let lasting: string | null = null;

  async function read(given: string): Promise<Omit<Secrets, "onChange">> {
    const accepted = secretsIn(given);
    lasting = (await readLastingSecret(db, accepted)) ?? lasting;
    // Not kept then: given both, the first one is found again.
    if (lasting === null) logger.error(LOST);
    else await keepLastingSecret(db, lasting, accepted);
    return { signing: accepted[0]!, accepted, lasting: lasting ?? accepted.at(-1)! };
  }

  const { secrets, set } = changeableSecrets(await read(text));
  return { secrets, replaceable: { name: "SECRET", first: text, take: async (next) => set(await read(next)) } };
}

const LOST =
  "SECRET is a new one, without the one before it: everybody has to sign in again, links that were sent are invalid, and who has unsubscribed is not known any more; give both, a line each";
