import { join } from "node:path";
import { CannotStart } from "./cannot-start.ts";
import type { OidcSettings } from "./accounts/provider.ts";
import { isLoopback, type Role } from "./config/schemas.ts";
import { readValues, secretSettings, type Values } from "./config/settings.ts";
import type { Dkim } from "./mail/dkim-key.ts";
import type { ReportSettings } from "./mail/provider-reports/providers.ts";
import { withSecretFiles } from "./secret-files.ts";
import type { TracingSettings } from "./telemetry/tracing.ts";
import { faultOfPair, type KeyPair } from "./tls/key-pair.ts";
import { faultOfSigner, type PassSigner } from "./wallet/pass-signer.ts";

/** The default of SHUTDOWN_NOTICE behind a proxy (s): longer than the interval of its checks times those that have to fail. */
export const NOTICE_BEHIND_PROXY = 5;

/** `ownMachine`: requests from this machine that no proxy has forwarded. */
export type MailboxFor = "nobody" | "ownMachine" | "anybody";

export interface Config {
  port: number;
  host: string;
  /** Without a slash at the end. */
  publicUrl: string;
  /** What `port` shows whoever connects, by TLS. Null: it speaks HTTP without. */
  tls: KeyPair | null;
  databaseUrl: string | null;
  /** Null: hints and presence stay within this process. */
  redisUrl: string | null;
  smtpUrl: string | null;
  /** Who may read all email on the mailbox page. */
  mailbox: MailboxFor;
  mailFrom: string;
  /** Invitations that one account may send in a day: by its age (`auto`), a fixed number, or (null) any number. */
  mailAllowance: "auto" | number | null;
  /** Most emails per second. Null: no limit. */
  mailRate: number | null;
  /** By which email is signed. Null: not at all. */
  dkim: Dkim<string> | null;
  /** Whether browsers are notified by their push services. */
  webPush: boolean;
  /** Where replies of calendars arrive. Null: nowhere. */
  inboundAddress: string | null;
  /** Where workers take them from the mail server. */
  inboundUrl: string | null;
  /** The mailbox that workers watch for them. */
  inboundMailbox: string | null;
  /** What mail providers sign with that post them; a line each. */
  inboundWebhookSecret: string | null;
  /** Whether invitations have an image by which they tell that they were opened. */
  mailOpens: boolean;
  /** Whether mail servers are asked to report what they delivered. */
  receipts: boolean;
  /** The mail providers that tell what becomes of email. */
  reports: ReportSettings<string>;
  /** What the port of `inboundUrl` encrypts with. Null: it does not. */
  inboundTls: KeyPair | null;
  /** The mail server whose statements on senders are believed. */
  inboundAuthServer: string | null;
  /** Addresses of the accounts that look after this instance. */
  operators: ReadonlySet<string>;
  /** Where hosts can sign in besides. Null: nowhere. */
  oidc: OidcSettings<string> | null;
  /** What signs passes for wallets. Null: nobody is offered one. */
  wallet: PassSigner | null;
  /** One or two, a line each; see `secretsIn`. Null: the one in the data folder. */
  secret: string | null;
  /** Trusted authorities besides the public ones, in PEM form. */
  tlsCa: string | null;
  dataFolder: string;
  /** How long after a backup of the embedded database the next one is made (ms). Null: none is made by itself. */
  backupEvery: number | null;
  backupFolder: string;
  backupsKept: number;
  roles: Role[];
  migrations: Values["MIGRATIONS"];
  /** 0: any free port. Null: no metrics. */
  metricsPort: number | null;
  metricsHost: string;
  logLevel: Values["LOG_LEVEL"];
  /** Null: nothing is recorded. */
  tracing: TracingSettings | null;
  trustedHops: number;
  /** How long it goes on serving, unready, once it is told to stop (ms). */
  shutdownNotice: number;
  seed: boolean;
}

/** Reads all settings; an empty value counts as absent. Throws `CannotStart` with the first invalid one and the reason. */
export function readConfig(given: Record<string, string | undefined>): Config {
  const environment = withSecretFiles(given, secretSettings);
  const values = readValues(environment);
  if (values.SMTP_URL && !environment.MAIL_FROM)
    throw new CannotStart("MAIL_FROM is missing: with SMTP_URL, email needs a sender's address");

  requireWayIn(values);

  if (values.SMTP_URL && values.MAILBOX === "on")
    throw new CannotStart("MAILBOX cannot be on together with SMTP_URL: email is either sent or shown on the mailbox page");

  if (values.ROLES.includes("migrate") && values.MIGRATIONS === "require")
    throw new CannotStart("MIGRATIONS cannot be require together with ROLES=migrate, which applies them");

  if (values.BACKUP_EVERY && values.DATABASE_URL)
    throw new CannotStart("BACKUP_EVERY is for the built-in database: one at DATABASE_URL has backups of its own");

  const tls = tlsOf(values);
  const publicUrl = values.PUBLIC_URL ? new URL(values.PUBLIC_URL).origin : `${tls ? "https" : "http"}://localhost:${values.PORT}`;
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl,
    tls,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    smtpUrl: values.SMTP_URL,
    mailbox: mailboxFor(values, publicUrl),
    mailFrom: values.MAIL_FROM,
    mailAllowance: values.MAIL_ALLOWANCE,
    mailRate: values.MAIL_RATE,
    dkim: dkimOf(values),
    webPush: values.WEB_PUSH,
    inboundAddress: values.INBOUND_ADDRESS,
    inboundUrl: values.INBOUND_SMTP,
    inboundMailbox: values.INBOUND_IMAP,
    inboundWebhookSecret: values.INBOUND_WEBHOOK_SECRET,
    inboundTls: inboundTlsOf(values),
    mailOpens: values.MAIL_OPENS,
    receipts: receiptsOf(values),
    reports: {
      sesTopic: values.DELIVERY_REPORTS_SES,
      mailgunKey: values.DELIVERY_REPORTS_MAILGUN,
      postmarkSecret: values.DELIVERY_REPORTS_POSTMARK,
      sendgridKey: values.DELIVERY_REPORTS_SENDGRID,
    },
    inboundAuthServer: values.INBOUND_AUTH_SERVER,
    operators: new Set(values.OPERATORS),
    oidc: oidcOf(values),
    wallet: walletOf(values),
    secret: values.SECRET,
    tlsCa: values.TLS_CA,
    dataFolder: values.DATA_DIR,
    backupEvery: values.BACKUP_EVERY && values.BACKUP_EVERY * 3_600_000,
    backupFolder: values.BACKUP_DIR ?? join(values.DATA_DIR, "backups"),
    backupsKept: values.BACKUPS_KEPT,
    roles: values.ROLES,
    migrations: values.MIGRATIONS,
    metricsPort: values.METRICS_PORT,
    metricsHost: values.METRICS_HOST,
    logLevel: values.LOG_LEVEL,
    tracing: tracingOf(values),
    trustedHops: values.TRUSTED_HOPS,
    shutdownNotice: (values.SHUTDOWN_NOTICE ?? (values.TRUSTED_HOPS > 0 ? NOTICE_BEHIND_PROXY : 0)) * 1_000,
    seed: values.SEED ?? (values.DATABASE_URL === null && publicUrl.startsWith("http:")),
  };
}

function tracingOf(values: Values): TracingSettings | null {
  if (values.OTEL_TRACES_EXPORTER === "none") return null;
  return {
    endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    headers: values.OTEL_EXPORTER_OTLP_HEADERS,
    sampler: values.OTEL_TRACES_SAMPLER,
    ratio: values.OTEL_TRACES_SAMPLER_ARG,
  };
}

function dkimOf({ DKIM_SELECTOR: selector, DKIM_KEY: key, DKIM_DOMAIN, MAIL_FROM }: Values): Dkim<string> | null {
  if ((selector === null) !== (key === null)) throw new CannotStart("DKIM_SELECTOR and DKIM_KEY belong together: one of them is missing");
  if (selector === null || key === null) return null;
  const from = MAIL_FROM.replace(/>$/, "").split("@").at(-1)!.toLowerCase();
  const domain = DKIM_DOMAIN?.toLowerCase() ?? from;
  // Receivers compare the two.
  if (!`.${from}`.endsWith(`.${domain}`)) throw new CannotStart(`DKIM_DOMAIN must be the domain of MAIL_FROM, ${from}, or one above it`);
  return { domain, selector, key };
}

function oidcOf(values: Values): OidcSettings<string> | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_LABEL: label } = values;
  if (issuer === null) {
    const given = (["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_LABEL"] as const).find((name) => values[name] !== null);
    if (given) throw new CannotStart(`OIDC_ISSUER is missing: ${given} is for the provider there`);
    return null;
  }
  if (clientId === null) throw new CannotStart("OIDC_CLIENT_ID is missing: the provider at OIDC_ISSUER has to know who asks");
  const { OIDC_SCOPES: scopes, OIDC_TRUSTS_EMAIL: trustsEmail } = values;
  return { issuer, clientId, clientSecret, label: label ?? new URL(issuer).hostname, scopes, trustsEmail };
}

/** By which passes for wallets are signed: all of them, or none. */
const FOR_WALLETS = ["WALLET_CERT", "WALLET_KEY", "WALLET_WWDR", "WALLET_PASS_TYPE", "WALLET_TEAM"] as const;

function walletOf(values: Values): PassSigner | null {
  const missing = FOR_WALLETS.filter((name) => values[name] === null);
  if (missing.length === FOR_WALLETS.length) return null;
  if (missing.length > 0)
    throw new CannotStart(
      `${FOR_WALLETS.join(", ")} belong together: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing`,
    );
  const [certificate, key, authority, passType, team] = FOR_WALLETS.map((name) => values[name]!) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const signer = { certificate, key, authority, passType, team };
  const fault = faultOfSigner(signer, new Date());
  if (fault) throw new CannotStart(fault);
  return signer;
}

/** By which replies of calendars can come in. */
const WAYS_IN = ["INBOUND_SMTP", "INBOUND_IMAP", "INBOUND_WEBHOOK_SECRET"] as const;

function requireWayIn(values: Values) {
  const given = WAYS_IN.find((name) => values[name] !== null);
  if (values.INBOUND_ADDRESS === null && given) throw new CannotStart(`INBOUND_ADDRESS is missing: ${given} takes mail to it`);
  if (values.INBOUND_ADDRESS !== null && !given)
    throw new CannotStart(`INBOUND_ADDRESS needs a way in for its mail: ${WAYS_IN.join(" or ")}`);
}

/** What `TLS_CERT` and `TLS_KEY` are called, for an operator. */
export const OWN_PAIR = { cert: "TLS_CERT", key: "TLS_KEY" } as const;

function tlsOf({ TLS_CERT: cert, TLS_KEY: key }: Values): KeyPair | null {
  if ((cert === null) !== (key === null)) throw new CannotStart("TLS_CERT and TLS_KEY belong together: one of them is missing");
  if (cert === null || key === null) return null;
  const fault = faultOfPair({ cert, key }, OWN_PAIR, new Date());
  if (fault) throw new CannotStart(fault);
  return { cert, key };
}

function receiptsOf({ DELIVERY_RECEIPTS: receipts, INBOUND_ADDRESS: address }: Values): boolean {
  if (receipts && address === null)
    throw new CannotStart("INBOUND_ADDRESS is missing: DELIVERY_RECEIPTS asks for reports, which arrive there");
  return receipts;
}

/** What `INBOUND_TLS_CERT` and `INBOUND_TLS_KEY` are called, for an operator. */
export const INBOUND_PAIR = { cert: "INBOUND_TLS_CERT", key: "INBOUND_TLS_KEY" } as const;

function inboundTlsOf({ INBOUND_SMTP, INBOUND_TLS_CERT: cert, INBOUND_TLS_KEY: key }: Values): KeyPair | null {
  if ((cert === null) !== (key === null))
    throw new CannotStart("INBOUND_TLS_CERT and INBOUND_TLS_KEY belong together: one of them is missing");
  if (cert === null || key === null) return null;
  if (INBOUND_SMTP === null) throw new CannotStart("INBOUND_TLS_CERT is for the port of INBOUND_SMTP, which is missing");
  const fault = faultOfPair({ cert, key }, INBOUND_PAIR, new Date());
  if (fault) throw new CannotStart(fault);
  return { cert, key };
}

function mailboxFor({ SMTP_URL, MAILBOX, HOST }: { SMTP_URL: string | null; MAILBOX: Values["MAILBOX"]; HOST: string }, publicUrl: string) {
  if (SMTP_URL || MAILBOX === "off") return "nobody";
  if (MAILBOX === "on") return "anybody";
  return isOwnMachine(HOST, publicUrl) ? "ownMachine" : "nobody";
}

/** Whether HOST and PUBLIC_URL are loopback addresses. A proxy may still be in front, which its requests show. */
function isOwnMachine(host: string, publicUrl: string): boolean {
  return [host, new URL(publicUrl).hostname].every(isLoopback);
}
