import { z } from "zod";

/** One setting: where it comes from is its name in the environment; what it is when absent, and what it does, is here. */
interface Setting<Schema extends z.ZodType> {
  schema: Schema;
  /** As it would be written; null: absent means something of its own, which `about` tells. */
  default: string | null;
  about: string;
  /** Kept out of messages. */
  secret?: true;
}

/** One address, alone or behind a name: mail and calendars name one sender (RFC 5322, 3.6.2). */
const SENDER = /^(?:[^<>\r\n]*<[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+>|[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+)$/;

const setting = <Schema extends z.ZodType>(one: Setting<Schema>) => one;
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);
/**
 * What cuts a URL apart when it stands in a password as it is: a second @, a #, a % that begins no escape; and a / or
 * a ? before the last @. Host names have none of them.
 */
function isEscaped(url: string): boolean {
  const rest = url.replace(/^[a-z]+:\/\//i, "");
  const authority = rest.split(/[/?#]/, 1)[0]!;
  return !/[#\s]|%(?![\da-f]{2})/i.test(rest) && rest.split("@").length <= 2 && rest.includes("@") === authority.includes("@");
}

/** Said without the URL: a piece of a password is a secret too. */
const NOT_ESCAPED =
  "has characters in its user name or password that must be percent-encoded: % as %25, @ as %40, # as %23, / as %2F, ? as %3F, a blank as %20";

const urlOf = (...schemes: string[]) =>
  z
    .string()
    .refine(isEscaped, { message: NOT_ESCAPED, abort: true })
    .refine(
      (value) => schemes.includes(URL.parse(value)?.protocol.slice(0, -1) ?? ""),
      `must be a URL that starts with ${schemes.map((one) => `${one}://`).join(" or ")}`,
    );

const Role = z.enum(["api", "worker"], 'must be "api", "worker" or both, with a comma between');
export type Role = z.infer<typeof Role>;
const Roles = z
  .string()
  .transform((list) => list.split(",").map((role) => role.trim()))
  .pipe(z.array(Role));

/** A secret shorter than this can be guessed (characters). */
export const MIN_SECRET_LENGTH = 32;

/** Everything that can be set, with its default. The README's table says the same, and a test compares them. */
export const settings = {
  PORT: setting({ schema: wholeNumber(0, 65_535), default: "3000", about: "Port that everything is served on; 0 takes a free one." }),
  HOST: setting({
    schema: z.string().regex(/^[\w.:-]+$/, "must be an address or a host name"),
    default: "127.0.0.1",
    about: "Address to listen on; 0.0.0.0 serves the whole network.",
  }),
  PUBLIC_URL: setting({
    schema: urlOf("http", "https").refine(
      (url) => URL.parse(url)?.href === `${URL.parse(url)?.origin}/`,
      "must be an origin only, as in https://turnout.example",
    ),
    default: null,
    about: "Origin that people open, and that all links in mails and invitations start with. Absent: http://localhost and the port.",
  }),
  DATABASE_URL: setting({
    schema: urlOf("postgres", "postgresql"),
    default: null,
    secret: true,
    about: "A PostgreSQL (17 or newer) you have. Absent: one is started, with its data in the data folder.",
  }),
  REDIS_URL: setting({
    schema: urlOf("redis", "rediss"),
    default: null,
    secret: true,
    about:
      "A Redis or Valkey (7.0 or newer) that several processes share to be fast together; ?cluster=yes at its end for a cluster. It holds nothing that must be kept. Absent: each process for itself.",
  }),
  SMTP_URL: setting({
    schema: urlOf("smtp", "smtps"),
    default: null,
    secret: true,
    about:
      "Mail server for outgoing mail, tried once at the start. ?tls.rejectUnauthorized=false at its end takes any certificate, ?ignoreTLS=true sends without encryption; better, NODE_EXTRA_CA_CERTS names a file with the certificate's authority. Absent: mail goes to a mailbox page in the browser, and to nobody.",
  }),
  MAILBOX: setting({
    schema: z.enum(["auto", "on", "off"], "must be auto, on or off"),
    default: "auto",
    about:
      "Whether a mailbox page shows all mail, sign-in links included, to whoever opens it. auto: only without SMTP_URL, where HOST and PUBLIC_URL are this machine itself, and only for browsers on it, not through a proxy.",
  }),
  MAIL_FROM: setting({
    schema: z.string().regex(SENDER, "must be an address, as in Turnout <hello@turnout.example>"),
    default: "Turnout <turnout@localhost>",
    about: "Sender of outgoing mail. Set it together with SMTP_URL.",
  }),
  MAIL_ALLOWANCE: setting({
    schema: z.union(
      [z.literal("auto"), z.literal("off").transform(() => null), wholeNumber(1, 1_000_000)],
      "must be auto, off or a whole number",
    ),
    default: "auto",
    about:
      "Invitations that one account may mail in a day; those beyond it wait for the next. auto: 20 on its first day, then 100, 1,000 after a week, 10,000 after a month. off: as many as it likes, for instances whose hosts you know, and no address is spared either.",
  }),
  MAIL_RATE: setting({
    schema: wholeNumber(1, 10_000),
    default: null,
    about:
      "Mails a second that one worker hands to the mail server at most; sign-in links and codes do not wait for their turn. Absent: as many as it takes.",
  }),
  SECRET: setting({
    schema: z.string().min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`),
    default: null,
    secret: true,
    about: "Signs cookies and links; the same for all processes. Absent: made once and kept in the data folder.",
  }),
  DATA_DIR: setting({
    schema: z.string().min(1, "must not be empty"),
    default: ".data",
    about: "Folder for the built-in database and the secret.",
  }),
  ROLES: setting({
    schema: Roles,
    default: "api,worker",
    about: "What this process does: api answers requests and sockets, worker does jobs.",
  }),
  METRICS_PORT: setting({
    schema: z.union([z.literal("off").transform(() => null), wholeNumber(0, 65_535)], 'must be a port, or "off"'),
    default: "0",
    about: "Port of the Prometheus metrics, which only the operator should reach; 0 takes a free one and logs it, off serves none.",
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
    about: "Proxies in front whose X-Forwarded-For is believed. Too many let clients forge their address.",
  }),
  SEED: setting({
    schema: z.enum(["yes", "no"], "must be yes or no").transform((word) => word === "yes"),
    default: null,
    about: "Whether an empty database gets the example event. Absent: only the built-in database, and only on plain http.",
  }),
} as const satisfies Record<string, Setting<z.ZodType>>;

type Values = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]["schema"]> };
type Nullable = "PUBLIC_URL" | "DATABASE_URL" | "REDIS_URL" | "SMTP_URL" | "MAIL_RATE" | "SECRET" | "SEED";

/** `ownMachine`: requests from this very machine that no proxy passed on. */
export type MailboxFor = "nobody" | "ownMachine" | "anybody";

export interface Config {
  port: number;
  host: string;
  /** Without a slash at the end. */
  publicUrl: string;
  databaseUrl: string | null;
  /** Null: this process works without others, or without hearing from them at once. */
  redisUrl: string | null;
  smtpUrl: string | null;
  /** Who can read all mail on a page. */
  mailbox: MailboxFor;
  mailFrom: string;
  /** Invitations that one account may mail in a day: by its age, so many, or (null) any number. */
  mailAllowance: "auto" | number | null;
  /** Mails a second. Null: as many as the mail server takes. */
  mailRate: number | null;
  /** Null: the one in the data folder. */
  secret: string | null;
  dataFolder: string;
  roles: Role[];
  /** 0: a free one. Null: none. */
  metricsPort: number | null;
  logLevel: Values["LOG_LEVEL"];
  trustedHops: number;
  seed: boolean;
}

/** A reason not to start that whoever starts the server can mend. One line, safe to print. */
export class CannotStart extends Error {}

/** All settings, read once. Throws `CannotStart` that names the first bad one and says why. An empty value is an absent one. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const values = Object.fromEntries(Object.keys(settings).map((name) => [name, readSetting(name as keyof Values, environment[name])])) as {
    [Name in keyof Values]: Values[Name] | (Name extends Nullable ? null : never);
  };
  if (values.SMTP_URL && !environment.MAIL_FROM)
    throw new CannotStart("MAIL_FROM is missing: with SMTP_URL, mail needs a sender's address");

  if (values.SMTP_URL && values.MAILBOX === "on")
    throw new CannotStart("MAILBOX cannot be on together with SMTP_URL: mail goes to its readers, or to the mailbox page");

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
    secret: values.SECRET,
    dataFolder: values.DATA_DIR,
    roles: values.ROLES,
    metricsPort: values.METRICS_PORT,
    logLevel: values.LOG_LEVEL,
    trustedHops: values.TRUSTED_HOPS,
    seed: values.SEED ?? (values.DATABASE_URL === null && publicUrl.startsWith("http:")),
  };
}

function mailboxFor({ SMTP_URL, MAILBOX, HOST }: { SMTP_URL: string | null; MAILBOX: Values["MAILBOX"]; HOST: string }, publicUrl: string) {
  if (SMTP_URL || MAILBOX === "off") return "nobody";
  if (MAILBOX === "on") return "anybody";
  return isOwnMachine(HOST, publicUrl) ? "ownMachine" : "nobody";
}

/** By its settings, nobody else can reach it over the network. A proxy may still be in front: that is seen by its requests. */
function isOwnMachine(host: string, publicUrl: string): boolean {
  const names = [host, new URL(publicUrl).hostname.replace(/^\[(.*)\]$/, "$1")];
  return names.every((name) => name === "localhost" || name === "::1" || /^127(\.\d+){3}$/.test(name));
}

function readSetting(name: keyof Values, text: string | undefined): unknown {
  const { schema, default: absent, ...rest }: Setting<z.ZodType> = settings[name];
  const given = text?.trim() || absent;
  if (given === null) return null;
  const { data, error } = schema.safeParse(given);
  if (!error) return data;
  const shown = rest.secret ? "" : ` (it is "${given}")`;
  throw new CannotStart(`${name} ${error.issues[0]!.message}${shown}`);
}
