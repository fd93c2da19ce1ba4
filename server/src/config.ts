import { join } from "node:path";
import { isEmailAddress } from "@turnout/contract/email-address";
import { z } from "zod";
import { CannotStart } from "./cannot-start.ts";
import { MAX_INBOUND_LOCAL_PART } from "./mail/inbound/reply-address.ts";
import { withSecretFiles } from "./secret-files.ts";
import { MAX_SECRETS, secretsIn } from "./secrets.ts";
import { certificatesIn } from "./tls/trusted-certificates.ts";

/** One setting, which an environment variable of the same name sets. */
interface Setting<Schema extends z.ZodType> {
  schema: Schema;
  /** The default as it would be written. Null: `about` says what applies when it is absent. */
  default: string | null;
  about: string;
  /** Never printed, and can be read from a file: see `withSecretFiles`. */
  secret?: true;
}

/** One address, with or without a display name (RFC 5322, 3.4). */
const SENDER = /^(?:[^<>\r\n]*<[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+>|[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+)$/;

const hasRoomForTag = (inbound: string) => inbound.lastIndexOf("@") <= MAX_INBOUND_LOCAL_PART;

const address = z.string().regex(/^[\w.:-]+$/, "must be an address or a host name");
const setting = <Schema extends z.ZodType>(one: Setting<Schema>) => one;
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);
/**
 * Whether a URL has none of the characters that change its meaning when a password contains them unescaped: a second @,
 * a #, a % that begins no escape, and a / or ? before the last @. Host names contain none of them.
 */
function isEscaped(url: string): boolean {
  const rest = url.replace(/^[a-z]+:\/\//i, "");
  const authority = rest.split(/[/?#]/, 1)[0]!;
  return !/[#\s]|%(?![\da-f]{2})/i.test(rest) && rest.split("@").length <= 2 && rest.includes("@") === authority.includes("@");
}

/** Does not quote the URL: a part of a password is a secret too. */
const NOT_ESCAPED =
  "has characters in its user name or password that must be percent-encoded: % as %25, @ as %40, # as %23, / as %2F, ? as %3F, a space as %20";

const urlOf = (...schemes: string[]) =>
  z
    .string()
    .refine(isEscaped, { message: NOT_ESCAPED, abort: true })
    .refine(
      (value) => schemes.includes(URL.parse(value)?.protocol.slice(0, -1) ?? ""),
      `must be a URL that starts with ${schemes.map((one) => `${one}://`).join(" or ")}`,
    );

const ROLES = 'must be "api", "worker" or both, with a comma between, or "migrate" alone';
const Role = z.enum(["api", "worker", "migrate"], ROLES);
export type Role = z.infer<typeof Role>;
const Roles = z
  .string()
  .transform((list) => list.split(",").map((role) => role.trim()))
  .pipe(z.array(Role).refine((roles) => roles.length === 1 || !roles.includes("migrate"), ROLES));

/** A secret shorter than this can be guessed (characters). */
export const MIN_SECRET_LENGTH = 32;

/** The default of SHUTDOWN_NOTICE behind a proxy (s): longer than the interval of its checks times those that have to fail. */
export const NOTICE_BEHIND_PROXY = 5;

/** All settings. The README's table is generated from them, and a test compares the two. */
export const settings = {
  PORT: setting({ schema: wholeNumber(0, 65_535), default: "3000", about: "Port of the web server; 0 chooses a free one." }),
  HOST: setting({
    schema: address,
    default: "127.0.0.1",
    about: "Address to listen on; 0.0.0.0 listens on all interfaces.",
  }),
  PUBLIC_URL: setting({
    schema: urlOf("http", "https").refine(
      (url) => URL.parse(url)?.href === `${URL.parse(url)?.origin}/`,
      "must be an origin only, as in https://turnout.example",
    ),
    default: null,
    about: "Origin that browsers open, and that links in emails start with. Absent: http://localhost with the port.",
  }),
  DATABASE_URL: setting({
    schema: urlOf("postgres", "postgresql"),
    default: null,
    secret: true,
    about: "URL of a PostgreSQL server (17 or newer). Absent: one is started, with its data in the data folder.",
  }),
  REDIS_URL: setting({
    schema: urlOf("redis", "rediss"),
    default: null,
    secret: true,
    about:
      "URL of a Redis or Valkey server (7.0 or newer) through which several processes share changes and presence at once; append ?cluster=yes for a cluster. It holds nothing that must be kept. Absent: other processes see changes by polling, presence not at all.",
  }),
  SMTP_URL: setting({
    schema: urlOf("smtp", "smtps"),
    default: null,
    secret: true,
    about:
      "URL of the mail server, which is tested once at the start. For a private certificate authority, set TLS_CA; ?requireTLS=true sends nothing to a server that offers no encryption, ?tls.rejectUnauthorized=false accepts any certificate, ?ignoreTLS=true sends unencrypted. Absent: no email is sent; it appears on a mailbox page.",
  }),
  MAILBOX: setting({
    schema: z.enum(["auto", "on", "off"], "must be auto, on or off"),
    default: "auto",
    about:
      "Whether a mailbox page shows all email, including sign-in links, to whoever opens it. auto: only without SMTP_URL, when HOST and PUBLIC_URL are loopback addresses, and only to browsers on this machine without a proxy.",
  }),
  MAIL_FROM: setting({
    schema: z.string().regex(SENDER, "must be an address, as in Turnout <hello@turnout.example>"),
    default: "Turnout <turnout@localhost>",
    about: "Sender of all email. Required with SMTP_URL.",
  }),
  MAIL_ALLOWANCE: setting({
    schema: z.union(
      [z.literal("auto"), z.literal("off").transform(() => null), wholeNumber(1, 1_000_000)],
      "must be auto, off or a whole number",
    ),
    default: "auto",
    about:
      "Invitations that one account may send in a day; further ones wait for the next day. auto: 20 on the account's first day, then 100, 1,000 after a week, 10,000 after a month. off: no limit per account or address, for instances whose hosts you know.",
  }),
  MAIL_RATE: setting({
    schema: wholeNumber(1, 10_000),
    default: null,
    about: "Most emails per second that one worker sends; sign-in links and codes skip the queue. Absent: no limit.",
  }),
  INBOUND_ADDRESS: setting({
    schema: z
      .string()
      .regex(/^[^\s@]+@[^\s@]+$/, "must be an address, as in rsvp@in.turnout.example")
      .refine(isEmailAddress, "must be an address, as in rsvp@in.turnout.example")
      .refine(hasRoomForTag, `must have at most ${MAX_INBOUND_LOCAL_PART} characters before the @`),
    default: null,
    about:
      "Address that replies of calendars arrive at: each guest has one of their own made from it, as in rsvp+…@in.turnout.example. Needs INBOUND_SMTP. Absent: invitations cannot be answered in a calendar, whose entries come as files.",
  }),
  INBOUND_SMTP: setting({
    schema: urlOf("smtp", "lmtp").refine((url) => URL.parse(url)?.port !== "", "must name a port, as in smtp://127.0.0.1:2525"),
    default: null,
    about:
      "URL that workers take mail to INBOUND_ADDRESS at, as in smtp://127.0.0.1:2525 or lmtp://127.0.0.1:2424. Your mail server hands it over; nobody else should reach the port.",
  }),
  INBOUND_AUTH_SERVER: setting({
    schema: z.string().regex(/^[\w.-]+$/, "must be the name of a server"),
    default: null,
    about:
      "The name by which your mail server states, in Authentication-Results, whether mail passed DMARC; it has to remove such headers of others. Absent: no reply of a calendar counts by itself, and its guest is asked to confirm it.",
  }),
  SECRET: setting({
    schema: z
      .string()
      .refine(
        (text) => secretsIn(text).every(({ length }) => length >= MIN_SECRET_LENGTH),
        `must have at least ${MIN_SECRET_LENGTH} characters`,
      )
      .refine((text) => secretsIn(text).length <= MAX_SECRETS, `must have at most ${MAX_SECRETS} lines, a secret each`),
    default: null,
    secret: true,
    about:
      "Signs cookies and links; the same for all processes. While it is rotated it has two lines: the first one signs, and what either has signed is valid. Absent: generated once and stored in the data folder.",
  }),
  TLS_CA: setting({
    schema: z.string().refine((text) => certificatesIn(text) !== null, "must be certificates in PEM form"),
    default: null,
    secret: true,
    about:
      "Certificates (PEM) of authorities that are trusted besides the public ones, for PostgreSQL (with ?sslmode=verify-full), Redis (rediss://) and the mail server.",
  }),
  DATA_DIR: setting({
    schema: z.string().min(1, "must not be empty"),
    default: ".data",
    about: "Folder for the built-in database and the secret.",
  }),
  BACKUP_EVERY: setting({
    schema: wholeNumber(1, 720),
    default: null,
    about:
      "Hours between backups of the built-in database, each of which is restored and compared before it counts. Absent: only `npm run backup` makes one.",
  }),
  BACKUP_DIR: setting({
    schema: z.string().min(1, "must not be empty"),
    default: null,
    about: "Folder for backups of the built-in database, best on another disk. Absent: `backups` in the data folder.",
  }),
  BACKUPS_KEPT: setting({
    schema: wholeNumber(1, 1_000),
    default: "7",
    about: "How many backups of the built-in database are kept.",
  }),
  ROLES: setting({
    schema: Roles,
    default: "api,worker",
    about: "What this process does: api serves requests and sockets, worker runs jobs, migrate applies migrations and ends.",
  }),
  MIGRATIONS: setting({
    schema: z.enum(["apply", "require"], "must be apply or require"),
    default: "apply",
    about:
      "What a start does with pending migrations. apply: it applies them. require: it refuses to start; for setups where a process with ROLES=migrate runs first.",
  }),
  METRICS_PORT: setting({
    schema: z.union([z.literal("off").transform(() => null), wholeNumber(0, 65_535)], 'must be a port, or "off"'),
    default: "0",
    about:
      "Port of Prometheus metrics and health probes, which only the operator should reach; 0 chooses a free one and logs it, off serves none.",
  }),
  METRICS_HOST: setting({
    schema: address,
    default: "127.0.0.1",
    about:
      "Address that METRICS_PORT listens on; 0.0.0.0 if Prometheus runs on another machine or in another container, and nobody else can reach the port.",
  }),
  LOG_LEVEL: setting({
    schema: z.enum(
      ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
      "must be trace, debug, info, warn, error, fatal or silent",
    ),
    default: "info",
    about: "How much is logged.",
  }),
  TRUSTED_HOPS: setting({
    schema: wholeNumber(0, 10),
    default: "0",
    about: "Number of trusted reverse proxies in front, for X-Forwarded-For. Too high a number lets clients forge their address.",
  }),
  SHUTDOWN_NOTICE: setting({
    schema: wholeNumber(0, 300),
    default: null,
    about:
      "Seconds that a server goes on serving after SIGTERM, with /readyz at 503, before clients are moved elsewhere: longer than every load balancer takes to notice. Absent: 5 with TRUSTED_HOPS, otherwise 0.",
  }),
  SEED: setting({
    schema: z.enum(["yes", "no"], "must be yes or no").transform((word) => word === "yes"),
    default: null,
    about:
      "Whether an empty database gets the example event. Absent: yes for the built-in database with a plain http PUBLIC_URL, otherwise no.",
  }),
} as const satisfies Record<string, Setting<z.ZodType>>;

type Values = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]["schema"]> };
type Nullable =
  | "PUBLIC_URL"
  | "DATABASE_URL"
  | "REDIS_URL"
  | "SMTP_URL"
  | "MAIL_RATE"
  | "SECRET"
  | "TLS_CA"
  | "BACKUP_EVERY"
  | "BACKUP_DIR"
  | "INBOUND_ADDRESS"
  | "INBOUND_SMTP"
  | "INBOUND_AUTH_SERVER"
  | "SHUTDOWN_NOTICE"
  | "SEED";

/** `ownMachine`: requests from this machine that no proxy has forwarded. */
export type MailboxFor = "nobody" | "ownMachine" | "anybody";

export interface Config {
  port: number;
  host: string;
  /** Without a slash at the end. */
  publicUrl: string;
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
  /** Where replies of calendars arrive. Null: nowhere. */
  inboundAddress: string | null;
  /** Where workers take them from the mail server. */
  inboundUrl: string | null;
  /** The mail server whose statements on senders are believed. */
  inboundAuthServer: string | null;
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
  trustedHops: number;
  /** How long it goes on serving, unready, once it is told to stop (ms). */
  shutdownNotice: number;
  seed: boolean;
}

type SecretName = "DATABASE_URL" | "REDIS_URL" | "SMTP_URL" | "SECRET" | "TLS_CA";

/** Names of the settings that can also be read from a file. */
export const secretSettings = Object.keys(settings).filter((name) => {
  const one: Setting<z.ZodType> = settings[name as keyof Values];
  return one.secret === true;
});

/** Reads all settings; an empty value counts as absent. Throws `CannotStart` with the first invalid one and the reason. */
export function readConfig(given: Record<string, string | undefined>): Config {
  const environment = withSecretFiles(given, secretSettings);
  const values = Object.fromEntries(Object.keys(settings).map((name) => [name, readSetting(name as keyof Values, environment[name])])) as {
    [Name in keyof Values]: Values[Name] | (Name extends Nullable ? null : never);
  };
  if (values.SMTP_URL && !environment.MAIL_FROM)
    throw new CannotStart("MAIL_FROM is missing: with SMTP_URL, email needs a sender's address");

  if ((values.INBOUND_ADDRESS === null) !== (values.INBOUND_SMTP === null))
    throw new CannotStart("INBOUND_ADDRESS and INBOUND_SMTP belong together: one of them is missing");

  if (values.SMTP_URL && values.MAILBOX === "on")
    throw new CannotStart("MAILBOX cannot be on together with SMTP_URL: email is either sent or shown on the mailbox page");

  if (values.ROLES.includes("migrate") && values.MIGRATIONS === "require")
    throw new CannotStart("MIGRATIONS cannot be require together with ROLES=migrate, which applies them");

  if (values.BACKUP_EVERY && values.DATABASE_URL)
    throw new CannotStart("BACKUP_EVERY is for the built-in database: one at DATABASE_URL has backups of its own");

  const publicUrl = values.PUBLIC_URL ? new URL(values.PUBLIC_URL).origin : `http://localhost:${values.PORT}`;
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    smtpUrl: values.SMTP_URL,
    mailbox: mailboxFor(values, publicUrl),
    mailFrom: values.MAIL_FROM,
    mailAllowance: values.MAIL_ALLOWANCE,
    mailRate: values.MAIL_RATE,
    inboundAddress: values.INBOUND_ADDRESS,
    inboundUrl: values.INBOUND_SMTP,
    inboundAuthServer: values.INBOUND_AUTH_SERVER,
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
    trustedHops: values.TRUSTED_HOPS,
    shutdownNotice: (values.SHUTDOWN_NOTICE ?? (values.TRUSTED_HOPS > 0 ? NOTICE_BEHIND_PROXY : 0)) * 1_000,
    seed: values.SEED ?? (values.DATABASE_URL === null && publicUrl.startsWith("http:")),
  };
}

function mailboxFor({ SMTP_URL, MAILBOX, HOST }: { SMTP_URL: string | null; MAILBOX: Values["MAILBOX"]; HOST: string }, publicUrl: string) {
  if (SMTP_URL || MAILBOX === "off") return "nobody";
  if (MAILBOX === "on") return "anybody";
  return isOwnMachine(HOST, publicUrl) ? "ownMachine" : "nobody";
}

/** Whether HOST and PUBLIC_URL are loopback addresses. A proxy may still be in front, which its requests show. */
function isOwnMachine(host: string, publicUrl: string): boolean {
  const names = [host, new URL(publicUrl).hostname.replace(/^\[(.*)\]$/, "$1")];
  return names.every((name) => name === "localhost" || name === "::1" || /^127(\.\d+){3}$/.test(name));
}

/** A secret setting's text as its schema takes it. Throws `CannotStart` with the reason, and never with the text. */
export const checkedSecret = (name: SecretName, text: string): string => readSetting(name, text) as string;

function readSetting(name: keyof Values, text: string | undefined): unknown {
  const { schema, default: absent, ...rest }: Setting<z.ZodType> = settings[name];
  const given = text?.trim() || absent;
  if (given === null) return null;
  const { data, error } = schema.safeParse(given);
  if (!error) return data;
  // With or without slashes: what begins `https:user:password@` is a URL as well.
  const hasPassword = given.includes(":") && given.includes("@", given.indexOf(":"));
  const shown = rest.secret || hasPassword ? "" : ` (it is "${given}")`;
  throw new CannotStart(`${name} ${error.issues[0]!.message}${shown}`);
}
