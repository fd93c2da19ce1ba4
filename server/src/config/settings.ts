import { isEmailAddress, normalizeEmail } from "@turnout/contract/email-address";
import { z } from "zod";
import { CannotStart } from "../cannot-start.ts";
import { isDkimKey, MIN_DKIM_BITS } from "../mail/dkim-key.ts";
import { MAX_INBOUND_LOCAL_PART } from "../mail/inbound/tagged-address.ts";
import { sendgridKey } from "../mail/provider-reports/sendgrid.ts";
import { TOPIC } from "../mail/provider-reports/sns-message.ts";
import { MAX_SECRETS, secretsIn } from "../secrets.ts";
import { headersIn, samplers } from "../telemetry/tracing.ts";
import { certificatesIn } from "../tls/trusted-certificates.ts";
import { address, isLoopback, Roles, SENDER, urlOf, wholeNumber } from "./schemas.ts";

/** One setting, which an environment variable of the same name sets. */
interface Setting {
  schema: z.ZodType;
  /** The default as it would be written. Null: `about` says what applies when it is absent. */
  default: string | null;
  about: string;
  /** Never printed, and can be read from a file: see `withSecretFiles`. */
  secret?: true;
}

const PRIVATE_KEY = /^-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----\s[^-]+-----END \1-----$/;
const hasRoomForTag = (inbound: string) => inbound.lastIndexOf("@") <= MAX_INBOUND_LOCAL_PART;

/** Whether nobody on the way can read along. */
const isPrivateWay = (url: string) => url.startsWith("https:") || isLoopback(URL.parse(url)?.hostname ?? "");

function areHeaders(text: string): boolean {
  try {
    return Object.keys(headersIn(text)).length === text.split(",").length;
  } catch {
    return false; // not percent-encoded
  }
}

/** A secret shorter than this can be guessed (characters). */
export const MIN_SECRET_LENGTH = 32;

/** One, or two while they are replaced. */
const secrets = z
  .string()
  .refine(
    (text) => secretsIn(text).every(({ length }) => length >= MIN_SECRET_LENGTH),
    `must have at least ${MIN_SECRET_LENGTH} characters`,
  )
  .refine((text) => secretsIn(text).length <= MAX_SECRETS, `must have at most ${MAX_SECRETS} lines, a secret each`);

/** All settings. The README's table is generated from them, and a test compares the two. */
export const settings = {
  PORT: { schema: wholeNumber(0, 65_535), default: "3000", about: "Port of the web server; 0 chooses a free one." },
  HOST: {
    schema: address,
    default: "127.0.0.1",
    about: "Address to listen on; 0.0.0.0 listens on all interfaces.",
  },
  PUBLIC_URL: {
    schema: urlOf("http", "https").refine(
      (url) => URL.parse(url)?.href === `${URL.parse(url)?.origin}/`,
      "must be an origin only, as in https://turnout.example",
    ),
    default: null,
    about:
      "Origin that browsers open, and that links in emails start with. Absent: http://localhost with the port, or https://localhost with TLS_CERT.",
  },
  TLS_CERT: {
    schema: z.string().refine((text) => certificatesIn(text) !== null, "must be certificates in PEM form"),
    default: null,
    secret: true,
    about:
      "Certificate (PEM) by which PORT speaks TLS (1.2 or 1.3), and those of the authorities between; best in a file, which is followed. Then nothing is served there without TLS. Needs TLS_KEY; a start tries both. Absent: HTTP without TLS, for a proxy on the same machine.",
  },
  TLS_KEY: {
    schema: z.string().regex(PRIVATE_KEY, "must be a private key in PEM form, without a password"),
    default: null,
    secret: true,
    about: "Private key (PEM) of TLS_CERT.",
  },
  DATABASE_URL: {
    schema: urlOf("postgres", "postgresql"),
    default: null,
    secret: true,
    about: "URL of a PostgreSQL server (17 or newer). Absent: one is started, with its data in the data folder.",
  },
  REDIS_URL: {
    schema: urlOf("redis", "rediss"),
    default: null,
    secret: true,
    about:
      "URL of a Redis or Valkey server (7.0 or newer) through which several processes share changes and presence at once; append ?cluster=yes for a cluster. It holds nothing that must be kept. Absent: other processes see changes by polling, presence not at all.",
  },
  SMTP_URL: {
    schema: urlOf("smtp", "smtps"),
    default: null,
    secret: true,
    about:
      "URL of the mail server, which is tested once at the start. For a private certificate authority, set TLS_CA; ?requireTLS=true sends nothing to a server that offers no encryption, ?tls.rejectUnauthorized=false accepts any certificate, ?ignoreTLS=true sends unencrypted. Absent: no email is sent; it appears on a mailbox page.",
  },
  MAILBOX: {
    schema: z.enum(["auto", "on", "off"], "must be auto, on or off"),
    default: "auto",
    about:
      "Whether a mailbox page shows all email, including sign-in links, to whoever opens it. auto: only without SMTP_URL, when HOST and PUBLIC_URL are loopback addresses, and only to browsers on this machine without a proxy.",
  },
  MAIL_FROM: {
    schema: z.string().regex(SENDER, "must be an address, as in Turnout <hello@turnout.example>"),
    default: "Turnout <turnout@localhost>",
    about: "Sender of all email. Required with SMTP_URL.",
  },
  MAIL_ALLOWANCE: {
    schema: z.union(
      [z.literal("auto"), z.literal("off").transform(() => null), wholeNumber(1, 1_000_000)],
      "must be auto, off or a whole number",
    ),
    default: "auto",
    about:
      "Invitations that one account may send in a day; further ones wait for the next day. auto: 20 on the account's first day, then 100, 1,000 after a week, 10,000 after a month. off: no limit per account or address, for instances whose hosts you know.",
  },
  MAIL_RATE: {
    schema: wholeNumber(1, 10_000),
    default: null,
    about: "Most emails per second that one worker sends; sign-in links and codes skip the queue. Absent: no limit.",
  },
  DKIM_SELECTOR: {
    schema: z.string().regex(/^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i, "must be a name, as in turnout"),
    default: null,
    about:
      "Signs email (DKIM): the name under which <selector>._domainkey.<domain> in the DNS has the public key. Needs DKIM_KEY. Absent: your mail server signs, or nobody.",
  },
  DKIM_KEY: {
    schema: z.string().refine(isDkimKey, `must be an RSA private key in PEM form, of at least ${MIN_DKIM_BITS} bits`),
    default: null,
    secret: true,
    about: "Private key (RSA, PEM) that signs email.",
  },
  DKIM_DOMAIN: {
    schema: z.string().regex(/^[a-z\d-]+(\.[a-z\d-]+)+$/i, "must be a domain, as in turnout.example"),
    default: null,
    about: "Domain that signs email: that of MAIL_FROM or one above it. Absent: that of MAIL_FROM.",
  },
  WEB_PUSH: {
    schema: z.enum(["on", "off"], "must be on or off").transform((word) => word === "on"),
    default: "on",
    about:
      "Whether people may have their browsers notify them while no page is open. Workers then send encrypted messages to the push services of browser makers, at port 443. off: nobody can ask for it, and nothing is sent.",
  },
  INBOUND_ADDRESS: {
    schema: z
      .string()
      .regex(/^[^\s@]+@[^\s@]+$/, "must be an address, as in rsvp@in.turnout.example")
      .refine(isEmailAddress, "must be an address, as in rsvp@in.turnout.example")
      .refine(hasRoomForTag, `must have at most ${MAX_INBOUND_LOCAL_PART} characters before the @`),
    default: null,
    about:
      "Address that replies of calendars arrive at: each guest has one of their own made from it, as in rsvp+…@in.turnout.example. Needs one way in at least: INBOUND_SMTP, INBOUND_IMAP or INBOUND_WEBHOOK_SECRET. Absent: invitations cannot be answered in a calendar, whose entries come as files.",
  },
  INBOUND_SMTP: {
    schema: urlOf("smtp", "lmtp").refine((url) => URL.parse(url)?.port !== "", "must name a port, as in smtp://127.0.0.1:2525"),
    default: null,
    about:
      "URL that workers take mail to INBOUND_ADDRESS at, as in smtp://127.0.0.1:2525 or lmtp://127.0.0.1:2424. Your mail server hands it over; nobody else should reach the port.",
  },
  INBOUND_IMAP: {
    schema: urlOf("imap", "imaps").refine(
      (url) => URL.parse(url)?.username !== "" && URL.parse(url)?.password !== "",
      "must have a user and a password, as in imaps://user:password@mail.example/INBOX",
    ),
    default: null,
    secret: true,
    about:
      "URL of a mailbox that mail to INBOUND_ADDRESS arrives in, as in imaps://user:password@mail.example/INBOX. Workers watch it, and move what they took to its folder Turnout/Done, and what they could not read to Turnout/Unreadable. imap:// encrypts too (STARTTLS), unless ?ignoreTLS=true is appended.",
  },
  INBOUND_WEBHOOK_SECRET: {
    schema: secrets,
    default: null,
    secret: true,
    about:
      "Lets a mail provider post mail to INBOUND_ADDRESS, as it is (message/rfc822), to /inbound-mail, signed with this. While it is replaced it has two lines, and what either has signed is taken.",
  },
  INBOUND_TLS_CERT: {
    schema: z.string().refine((text) => certificatesIn(text) !== null, "must be certificates in PEM form"),
    default: null,
    secret: true,
    about:
      "Certificate (PEM) by which INBOUND_SMTP offers encryption (STARTTLS), and those of the authorities between; best in a file, which is followed. Needs INBOUND_TLS_KEY. Absent: the port offers none.",
  },
  INBOUND_TLS_KEY: {
    schema: z.string().regex(PRIVATE_KEY, "must be a private key in PEM form, without a password"),
    default: null,
    secret: true,
    about: "Private key (PEM) of INBOUND_TLS_CERT.",
  },
  INBOUND_AUTH_SERVER: {
    schema: z.string().regex(/^[\w.-]+$/, "must be the name of a server"),
    default: null,
    about:
      "The name by which your mail server states, in Authentication-Results, whether mail passed DMARC; it has to remove such headers of others. Where it states nothing, and without this setting, a reply counts by itself only if the domain of its sender has signed it (DKIM); the guest is asked to confirm any other.",
  },
  MAIL_OPENS: {
    schema: z.enum(["on", "off"], "must be on or off").transform((word) => word === "on"),
    default: "off",
    about:
      "Whether invitations have an invisible image of this server's, by which hosts are told that one was probably opened: a hint, since programs load images that nobody sees, and others load none. Say so where you say what you store of people. off: no email has any.",
  },
  DELIVERY_RECEIPTS: {
    schema: z.enum(["on", "off"], "must be on or off").transform((word) => word === "on"),
    default: "off",
    about:
      "Whether mail servers are asked to report what they delivered, where they can (DSN), and not only what they did not: at least one email comes back for each that goes out. Needs INBOUND_ADDRESS.",
  },
  DELIVERY_REPORTS_SES: {
    schema: z.string().regex(TOPIC, "must be the ARN of an SNS topic, as in arn:aws:sns:eu-central-1:123456789012:turnout"),
    default: null,
    about:
      "Lets Amazon SES tell what becomes of email: the ARN of the SNS topic that it publishes to, which posts to /api/delivery-reports/amazon-ses. Absent: it is not heard.",
  },
  DELIVERY_REPORTS_MAILGUN: {
    schema: secrets,
    default: null,
    secret: true,
    about:
      "Lets Mailgun tell what becomes of email, at /api/delivery-reports/mailgun: its HTTP webhook signing key. Two lines while it is replaced. Absent: it is not heard.",
  },
  DELIVERY_REPORTS_POSTMARK: {
    schema: secrets,
    default: null,
    secret: true,
    about:
      "Lets Postmark tell what becomes of email, at https://postmark:<this>@…/api/delivery-reports/postmark: a secret that you make. Two lines while it is replaced. Absent: it is not heard.",
  },
  DELIVERY_REPORTS_SENDGRID: {
    schema: z.string().refine((text) => sendgridKey(text) !== null, "must be a verification key of SendGrid's, in base64"),
    default: null,
    secret: true,
    about:
      "Lets SendGrid tell what becomes of email, at /api/delivery-reports/sendgrid: the verification key of its signed Event Webhook. Absent: it is not heard.",
  },
  OPERATORS: {
    schema: z
      .string()
      .transform((list) => list.split(",").map((one) => normalizeEmail(one.trim())))
      .refine((all) => all.every(isEmailAddress), "must be addresses with commas between, as in ada@turnout.example"),
    default: null,
    about:
      "Addresses of the accounts that look after this instance, with commas between. They see /operator, once they have used a passkey, and what could take their account away asks for it. Absent: of none.",
  },
  OIDC_ISSUER: {
    schema: urlOf("https", "http").refine(isPrivateWay, "must start with https://, unless it is on this machine"),
    default: null,
    about:
      "Lets hosts sign in at a provider by OpenID Connect: its issuer, as in https://id.example, where /.well-known/openid-configuration says the rest. Needs OIDC_CLIENT_ID; register PUBLIC_URL with /sign-in/callback there as the redirect URI. Absent: nobody signs in elsewhere.",
  },
  OIDC_CLIENT_ID: {
    schema: z.string().max(500, "must have at most 500 characters"),
    default: null,
    about: "What the provider at OIDC_ISSUER calls this instance.",
  },
  OIDC_CLIENT_SECRET: {
    schema: z.string().max(2_000, "must have at most 2000 characters"),
    default: null,
    secret: true,
    about: "By which this instance proves to the provider that it is the client. Absent: a public client, by PKCE alone.",
  },
  OIDC_LABEL: {
    schema: z.string().max(40, "must have at most 40 characters"),
    default: null,
    about: "What buttons call the provider, as in Example Inc. Absent: the host name of OIDC_ISSUER.",
  },
  OIDC_SCOPES: {
    schema: z.string().refine((scopes) => scopes.split(/\s+/).includes("openid"), "must contain openid"),
    default: "openid email profile",
    about: "What is asked of the provider, with spaces between.",
  },
  OIDC_TRUSTS_EMAIL: {
    schema: z.enum(["yes", "no"], "must be yes or no").transform((word) => word === "yes"),
    default: "no",
    about:
      "Whether an address that the provider calls verified is believed: whoever it says has that address gets the account of it, a new one or the one that is there. yes only for a provider that you run, or that proves addresses as well as you would. no: people sign in by email once, and link the provider on their account's page.",
  },
  WALLET_CERT: {
    schema: z.string().refine((text) => certificatesIn(text) !== null, "must be a certificate in PEM form"),
    default: null,
    secret: true,
    about:
      "Lets guests add their code for the door to Apple Wallet: the Pass Type ID certificate (PEM) that Apple has given you. Needs the four other WALLET settings; all of it is tried at the start. Absent: nobody is offered a pass.",
  },
  WALLET_KEY: {
    schema: z.string().regex(PRIVATE_KEY, "must be a private key in PEM form, without a password"),
    default: null,
    secret: true,
    about: "Private key (PEM) of WALLET_CERT.",
  },
  WALLET_WWDR: {
    schema: z.string().refine((text) => certificatesIn(text) !== null, "must be a certificate in PEM form"),
    default: null,
    secret: true,
    about: "Apple's certificate (PEM) that issued WALLET_CERT: Worldwide Developer Relations, of the generation that its issuer names.",
  },
  WALLET_PASS_TYPE: {
    schema: z.string().regex(/^pass\.[\w.-]+$/, "must be a Pass Type ID, as in pass.example.turnout"),
    default: null,
    about: "The Pass Type ID that WALLET_CERT is for, as in pass.example.turnout.",
  },
  WALLET_TEAM: {
    schema: z.string().regex(/^[A-Z\d]{10}$/, "must be a Team ID of ten capitals and digits, as in A1B2C3D4E5"),
    default: null,
    about: "The Team ID of your Apple developer account.",
  },
  SECRET: {
    schema: secrets,
    default: null,
    secret: true,
    about:
      "Signs cookies and links; the same for all processes. While it is rotated it has two lines: the first one signs, and what either has signed is valid. Absent: generated once and stored in the data folder.",
  },
  TLS_CA: {
    schema: z.string().refine((text) => certificatesIn(text) !== null, "must be certificates in PEM form"),
    default: null,
    secret: true,
    about:
      "Certificates (PEM) of authorities that are trusted besides the public ones, for PostgreSQL (with ?sslmode=verify-full), Redis (rediss://) and the mail server.",
  },
  DATA_DIR: {
    schema: z.string().min(1, "must not be empty"),
    default: ".data",
    about: "Folder for the built-in database and the secret.",
  },
  BACKUP_EVERY: {
    schema: wholeNumber(1, 720),
    default: null,
    about:
      "Hours between backups of the built-in database, each of which is restored and compared before it counts. Absent: only `npm run backup` makes one.",
  },
  BACKUP_DIR: {
    schema: z.string().min(1, "must not be empty"),
    default: null,
    about: "Folder for backups of the built-in database, best on another disk. Absent: `backups` in the data folder.",
  },
  BACKUPS_KEPT: {
    schema: wholeNumber(1, 1_000),
    default: "7",
    about: "How many backups of the built-in database are kept.",
  },
  ROLES: {
    schema: Roles,
    default: "api,worker",
    about: "What this process does: api serves requests and sockets, worker runs jobs, migrate applies migrations and ends.",
  },
  MIGRATIONS: {
    schema: z.enum(["apply", "require"], "must be apply or require"),
    default: "apply",
    about:
      "What a start does with pending migrations. apply: it applies them. require: it refuses to start; for setups where a process with ROLES=migrate runs first.",
  },
  METRICS_PORT: {
    schema: z.union([z.literal("off").transform(() => null), wholeNumber(0, 65_535)], 'must be a port, or "off"'),
    default: "0",
    about:
      "Port of Prometheus metrics and health probes, which only the operator should reach; 0 chooses a free one and logs it, off serves none.",
  },
  METRICS_HOST: {
    schema: address,
    default: "127.0.0.1",
    about:
      "Address that METRICS_PORT listens on; 0.0.0.0 if Prometheus runs on another machine or in another container, and nobody else can reach the port.",
  },
  LOG_LEVEL: {
    schema: z.enum(
      ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
      "must be trace, debug, info, warn, error, fatal or silent",
    ),
    default: "info",
    about: "How much is logged.",
  },
  OTEL_TRACES_EXPORTER: {
    schema: z.enum(["none", "otlp"], "must be none or otlp"),
    default: "none",
    about:
      "Whether requests are traced, with the commands, statements and sends that they cause. otlp: spans are sent by OTLP over HTTP, metrics name traces (in OpenMetrics), and a traceparent of a trusted proxy (TRUSTED_HOPS) is continued. none: nothing of it is even loaded.",
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: urlOf("http", "https"),
    default: "http://localhost:4318",
    about: "Where a collector takes OTLP over HTTP; /v1/traces is appended.",
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    schema: z.string().refine(areHeaders, "must be name=value, with commas between"),
    default: null,
    secret: true,
    about: "Sent to the collector with each export, as name=value with commas between: how some ask who sends. Read at the start.",
  },
  OTEL_TRACES_SAMPLER: {
    schema: z.enum(samplers, `must be ${samplers.slice(0, -1).join(", ")} or ${samplers.at(-1)}`),
    default: "parentbased_traceidratio",
    about:
      "Which requests are traced: all, none, or a share (traceidratio). With parentbased_, requests that come with a traceparent of a trusted proxy are traced if they are there.",
  },
  OTEL_TRACES_SAMPLER_ARG: {
    schema: z
      .string()
      .regex(/^(0(\.\d+)?|1(\.0+)?)$/, "must be between 0 and 1, as in 0.01")
      .transform(Number),
    default: "0.01",
    about: "Share of requests that samplers with traceidratio take.",
  },
  TRUSTED_HOPS: {
    schema: wholeNumber(0, 10),
    default: "0",
    about: "Number of trusted reverse proxies in front, for X-Forwarded-For. Too high a number lets clients forge their address.",
  },
  SHUTDOWN_NOTICE: {
    schema: wholeNumber(0, 300),
    default: null,
    about:
      "Seconds that a server goes on serving after SIGTERM, with /readyz at 503, before clients are moved elsewhere: longer than every load balancer takes to notice. Absent: 5 with TRUSTED_HOPS, otherwise 0.",
  },
  SEED: {
    schema: z.enum(["yes", "no"], "must be yes or no").transform((word) => word === "yes"),
    default: null,
    about:
      "Whether an empty database gets the example event. Absent: yes for the built-in database with a plain http PUBLIC_URL, otherwise no.",
  },
} as const satisfies Record<string, Setting>;

type Settings = typeof settings;

/** What they are read as; null where a setting is absent that has no default. */
export type Values = {
  [Name in keyof Settings]: z.output<Settings[Name]["schema"]> | (Settings[Name]["default"] extends null ? null : never);
};

export type SecretName = { [Name in keyof Settings]: Settings[Name] extends { secret: true } ? Name : never }[keyof Settings];

/** Names of the settings that can also be read from a file. */
export const secretSettings = Object.keys(settings).filter((name) => {
  const one: Setting = settings[name as keyof Values];
  return one.secret === true;
});

/** The values of all settings in an environment. Throws `CannotStart` with the first invalid one and the reason. */
export const readValues = (environment: Record<string, string | undefined>): Values =>
  Object.fromEntries(Object.keys(settings).map((name) => [name, readSetting(name as keyof Values, environment[name])])) as Values;

/** A secret setting's text as its schema takes it. Throws `CannotStart` with the reason, and never with the text. */
export const checkedSecret = (name: SecretName, text: string): string => readSetting(name, text) as string;

function readSetting(name: keyof Values, text: string | undefined): unknown {
  const { schema, default: absent, ...rest }: Setting = settings[name];
  const given = text?.trim() || absent;
  if (given === null) return null;
  const { data, error } = schema.safeParse(given);
  if (!error) return data;
  // With or without slashes: what begins `https:user:password@` is a URL as well.
  const hasPassword = given.includes(":") && given.includes("@", given.indexOf(":"));
  const shown = rest.secret || hasPassword ? "" : ` (it is "${given}")`;
  throw new CannotStart(`${name} ${error.issues[0]!.message}${shown}`);
}
