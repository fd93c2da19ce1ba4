import { describe, expect, test } from "vitest";
import { CannotStart } from "./cannot-start.ts";
import { readConfig, type MailboxFor } from "./config.ts";
import { settings } from "./config/settings.ts";
import { makeDkimKey } from "./mail/dkim.test-support.ts";
import { MIN_DKIM_BITS } from "./mail/dkim-key.ts";
import { makeAuthority } from "./testing/certificate-authority.ts";
import { skipWithout } from "./testing/child-server.test-support.ts";
import { makeKeyPair } from "./tls/certificate.test-support.ts";
import type { KeyPair } from "./tls/key-pair.ts";

test("without any setting, the defaults work on a local machine", () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: "127.0.0.1",
    publicUrl: "http://localhost:3000",
    tls: null,
    redisUrl: null,
    databaseUrl: null,
    smtpUrl: null,
    mailbox: "ownMachine",
    mailAllowance: "auto",
    mailRate: null,
    webPush: true,
    dkim: null,
    oidc: null,
    wallet: null,
    operators: new Set(),
    inboundAddress: null,
    inboundUrl: null,
    inboundMailbox: null,
    inboundWebhookSecret: null,
    inboundTls: null,
    mailOpens: false,
    receipts: false,
    reports: { sesTopic: null, mailgunKey: null, postmarkSecret: null, sendgridKey: null },
    inboundAuthServer: null,
    mailFrom: "Turnout <turnout@localhost>",
    secret: null,
    tlsCa: null,
    dataFolder: ".data",
    backupEvery: null,
    backupFolder: ".data/backups",
    backupsKept: 7,
    roles: ["api", "worker"],
    migrations: "apply",
    metricsPort: 0,
    metricsHost: "127.0.0.1",
    logLevel: "info",
    tracing: null,
    trustedHops: 0,
    shutdownNotice: 0,
    seed: true,
  });
});

test.each([
  ["PORT", "http", 'PORT must be a whole number (it is "http")'],
  ["PORT", "65536", 'PORT must be between 0 and 65535 (it is "65536")'],
  ["HOST", "all of them", 'HOST must be an address or a host name (it is "all of them")'],
  ["PUBLIC_URL", "turnout.example", 'PUBLIC_URL must be a URL that starts with http:// or https:// (it is "turnout.example")'],
  [
    "PUBLIC_URL",
    "https://a.example/path",
    'PUBLIC_URL must be an origin only, as in https://turnout.example (it is "https://a.example/path")',
  ],
  ...["api,cook", "migrate,api", "migrate,migrate"].map((roles): [string, string, string] => [
    "ROLES",
    roles,
    `ROLES must be "api", "worker" or both, with a comma between, or "migrate" alone (it is "${roles}")`,
  ]),
  ["MIGRATIONS", "skip", 'MIGRATIONS must be apply or require (it is "skip")'],
  ["METRICS_HOST", "all of them", 'METRICS_HOST must be an address or a host name (it is "all of them")'],
  ["METRICS_PORT", "on", 'METRICS_PORT must be a port, or "off" (it is "on")'],
  ["LOG_LEVEL", "loud", 'LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent (it is "loud")'],
  ["OTEL_TRACES_EXPORTER", "jaeger", 'OTEL_TRACES_EXPORTER must be none or otlp (it is "jaeger")'],
  [
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "collector:4318",
    'OTEL_EXPORTER_OTLP_ENDPOINT must be a URL that starts with http:// or https:// (it is "collector:4318")',
  ],
  ["OTEL_EXPORTER_OTLP_HEADERS", "a secret", "OTEL_EXPORTER_OTLP_HEADERS must be name=value, with commas between"],
  ["OTEL_TRACES_SAMPLER", "some", "OTEL_TRACES_SAMPLER must be always_on, always_off, traceidratio, "],
  ["OTEL_TRACES_SAMPLER_ARG", "1.5", 'OTEL_TRACES_SAMPLER_ARG must be between 0 and 1, as in 0.01 (it is "1.5")'],
  ["TRUSTED_HOPS", "11", 'TRUSTED_HOPS must be between 0 and 10 (it is "11")'],
  ["SHUTDOWN_NOTICE", "301", 'SHUTDOWN_NOTICE must be between 0 and 300 (it is "301")'],
  ["MAILBOX", "yes", 'MAILBOX must be auto, on or off (it is "yes")'],
  ["BACKUP_EVERY", "0", 'BACKUP_EVERY must be between 1 and 720 (it is "0")'],
  ["BACKUPS_KEPT", "all", 'BACKUPS_KEPT must be a whole number (it is "all")'],
  ["INBOUND_ADDRESS", "rsvp", 'INBOUND_ADDRESS must be an address, as in rsvp@in.turnout.example (it is "rsvp")'],
  [
    "INBOUND_ADDRESS",
    "xinvitations@in.example.org",
    'INBOUND_ADDRESS must have at most 11 characters before the @ (it is "xinvitations@in.example.org")',
  ],
  ["INBOUND_SMTP", "smtp://127.0.0.1", 'INBOUND_SMTP must name a port, as in smtp://127.0.0.1:2525 (it is "smtp://127.0.0.1")'],
  ["INBOUND_SMTP", "imap://127.0.0.1:1", 'INBOUND_SMTP must be a URL that starts with smtp:// or lmtp:// (it is "imap://127.0.0.1:1")'],
  ["INBOUND_SMTP", "smtp://127.0.0.1:2525", "INBOUND_ADDRESS is missing: INBOUND_SMTP takes mail to it"],
  ["INBOUND_IMAP", "imaps://turnout:secret@mail.example", "INBOUND_ADDRESS is missing: INBOUND_IMAP takes mail to it"],
  [
    "INBOUND_ADDRESS",
    "rsvp@in.example.org",
    "INBOUND_ADDRESS needs a way in for its mail: INBOUND_SMTP or INBOUND_IMAP or INBOUND_WEBHOOK_SECRET",
  ],
  ["INBOUND_AUTH_SERVER", "mx example", 'INBOUND_AUTH_SERVER must be the name of a server (it is "mx example")'],
  ["TLS_CERT", "none", "TLS_CERT must be certificates in PEM form"],
  ["TLS_KEY", "none", "TLS_KEY must be a private key in PEM form, without a password"],
  ["INBOUND_TLS_CERT", "none", "INBOUND_TLS_CERT must be certificates in PEM form"],
  ["INBOUND_TLS_KEY", "none", "INBOUND_TLS_KEY must be a private key in PEM form, without a password"],
  ["OIDC_ISSUER", "http://id.example", 'OIDC_ISSUER must start with https://, unless it is on this machine (it is "http://id.example")'],
  ["OIDC_ISSUER", "id.example", 'OIDC_ISSUER must be a URL that starts with https:// or http:// (it is "id.example")'],
  ["OIDC_ISSUER", "https://id.example", "OIDC_CLIENT_ID is missing: the provider at OIDC_ISSUER has to know who asks"],
  ["OIDC_CLIENT_ID", "turnout", "OIDC_ISSUER is missing: OIDC_CLIENT_ID is for the provider there"],
  ["OIDC_LABEL", "x".repeat(41), `OIDC_LABEL must have at most 40 characters (it is "${"x".repeat(41)}")`],
  ["OIDC_SCOPES", "email", 'OIDC_SCOPES must contain openid (it is "email")'],
  ["OIDC_TRUSTS_EMAIL", "on", 'OIDC_TRUSTS_EMAIL must be yes or no (it is "on")'],
  ["SEED", "maybe", 'SEED must be yes or no (it is "maybe")'],
  ...[
    "a@example.org, b@example.org",
    "a@example.org,b",
    "Ada <a@example,org>",
    "Ada <a@example.org> b@example.org",
    "Ada a@example.org",
  ].map((from): [string, string, string] => [
    "MAIL_FROM",
    from,
    `MAIL_FROM must be an address, as in Turnout <hello@turnout.example> (it is ${JSON.stringify(from)})`,
  ]),
  ["MAIL_FROM", "nobody", 'MAIL_FROM must be an address, as in Turnout <hello@turnout.example> (it is "nobody")'],
])("an invalid %s (%s) stops the start with its name and the reason in one line", (name, value, line) => {
  expect(() => readConfig({ [name]: value })).toThrow(line);
});

test("email is signed for the domain of its sender, or one above it", () => {
  const { key } = makeDkimKey(MIN_DKIM_BITS);
  const read = (more: Record<string, string>) =>
    readConfig({ MAIL_FROM: "Turnout <hello@mail.turnout.example>", DKIM_SELECTOR: "s", DKIM_KEY: key, ...more }).dkim;
  expect(read({})).toEqual({ domain: "mail.turnout.example", selector: "s", key });
  expect(read({ DKIM_DOMAIN: "Turnout.example" })).toMatchObject({ domain: "turnout.example" });
  for (const domain of ["elsewhere.example", "nout.example"])
    expect(() => read({ DKIM_DOMAIN: domain })).toThrow(
      /^DKIM_DOMAIN must be the domain of MAIL_FROM, mail\.turnout\.example, or one above it$/,
    );
  expect(() => read({ DKIM_KEY: "" })).toThrow("DKIM_SELECTOR and DKIM_KEY belong together: one of them is missing");
});

test("operators are addresses with commas between, in the form that accounts have", () => {
  expect(readConfig({ OPERATORS: " Ada@Turnout.example,olga@xn--bcher-kva.example" }).operators).toEqual(
    new Set(["ada@turnout.example", "olga@bücher.example"]),
  );
  expect(() => readConfig({ OPERATORS: "ada@turnout.example;olga@turnout.example" })).toThrow(
    "OPERATORS must be addresses with commas between, as in ada@turnout.example",
  );
});

test("a provider is called by its host name, and believed in nothing, unless the settings say otherwise", () => {
  const read = (more: Record<string, string>) =>
    readConfig({ OIDC_ISSUER: "https://id.example/realm", OIDC_CLIENT_ID: "turnout", ...more }).oidc;
  const plain = { issuer: "https://id.example/realm", clientId: "turnout", clientSecret: null, label: "id.example" };
  expect(read({})).toEqual({ ...plain, scopes: "openid email profile", trustsEmail: false });
  expect(read({ OIDC_LABEL: "Example Inc", OIDC_CLIENT_SECRET: "known to both", OIDC_TRUSTS_EMAIL: "yes" })).toMatchObject({
    label: "Example Inc",
    clientSecret: "known to both",
    trustsEmail: true,
  });
  expect(read({ OIDC_ISSUER: "http://127.0.0.1:9000" })).toMatchObject({ label: "127.0.0.1" });
});

describe.skipIf(skipWithout("openssl"))("a certificate of the product's own port", () => {
  const HOUR = 3_600_000;
  const read = (pair: Partial<KeyPair>, more: Record<string, string> = {}) =>
    readConfig({ ...more, ...(pair.cert && { TLS_CERT: pair.cert }), ...(pair.key && { TLS_KEY: pair.key }) });

  test("makes people come by https, to a port that has its name", () => {
    const pair = makeKeyPair();
    expect(read(pair)).toMatchObject({ tls: pair, publicUrl: "https://localhost:3000", seed: false });
    expect(read(pair, { PUBLIC_URL: "https://turnout.example" }).publicUrl).toBe("https://turnout.example");
  });

  test("stops the start, in clear words, where it has no key or another's, has expired, or is not valid yet", () => {
    const authority = makeAuthority();
    const [pair, other] = [authority.issue(), authority.issue()];
    const refused: [Partial<KeyPair>, string][] = [
      [{ cert: pair.cert }, "TLS_CERT and TLS_KEY belong together: one of them is missing"],
      [{ key: pair.key }, "TLS_CERT and TLS_KEY belong together: one of them is missing"],
      [{ cert: pair.cert, key: other.key }, "TLS_KEY is not the key of the certificate in TLS_CERT"],
      [authority.issue({ until: new Date(Date.now() - HOUR) }), "TLS_CERT has a certificate that has expired: renew it"],
      [authority.issue({ from: new Date(Date.now() + HOUR) }), "TLS_CERT has a certificate that is not valid yet: compare the clocks"],
    ];
    for (const [given, line] of refused) expect(() => read(given)).toThrow(new CannotStart(line));
  });

  test("stops nothing where one of those between it and its authority has expired: clients may know another way", () => {
    const old = makeAuthority("Authority between", new Date(Date.now() - HOUR)).certificate;
    const { cert, key } = makeAuthority().issue();
    expect(read({ cert: `${cert}\n${old}`, key }).tls).toEqual({ cert: `${cert}\n${old}`, key });
  });
});

test.skipIf(skipWithout("openssl"))("the certificate of INBOUND_SMTP needs its own key, and that port", () => {
  const [{ cert, key }, other] = [makeKeyPair(), makeKeyPair()];
  const inbound = { INBOUND_ADDRESS: "rsvp@in.example.org", INBOUND_SMTP: "smtp://127.0.0.1:2525" };
  const read = (more: Record<string, string>) => readConfig({ ...inbound, ...more }).inboundTls;
  expect(read({ INBOUND_TLS_CERT: cert, INBOUND_TLS_KEY: key })).toEqual({ cert, key });
  expect(read({})).toBeNull();
  expect(() => read({ INBOUND_TLS_CERT: cert })).toThrow("INBOUND_TLS_CERT and INBOUND_TLS_KEY belong together: one of them is missing");
  expect(() => read({ INBOUND_TLS_CERT: cert, INBOUND_TLS_KEY: other.key })).toThrow(
    /^INBOUND_TLS_KEY is not the key of the certificate in INBOUND_TLS_CERT$/,
  );
  const expired = makeAuthority().issue({ until: new Date(Date.now() - 3_600_000) });
  expect(() => read({ INBOUND_TLS_CERT: expired.cert, INBOUND_TLS_KEY: expired.key })).toThrow(
    /^INBOUND_TLS_CERT has a certificate that has expired: renew it$/,
  );
  expect(() => readConfig({ INBOUND_TLS_CERT: cert, INBOUND_TLS_KEY: key })).toThrow(/^INBOUND_TLS_CERT is for the port of INBOUND_SMTP/);
});

test.each([
  ["SECRET", "too short", "SECRET must have at least 32 characters"],
  ["INBOUND_WEBHOOK_SECRET", "too short", "INBOUND_WEBHOOK_SECRET must have at least 32 characters"],
  ["DKIM_KEY", "hunter2", "DKIM_KEY must be an RSA private key in PEM form, of at least 1024 bits"],
  ["DATABASE_URL", "mysql://root:hunter2@db", "DATABASE_URL must be a URL that starts with postgres:// or postgresql://"],
  ["SMTP_URL", "http://user:hunter2@mail", "SMTP_URL must be a URL that starts with smtp:// or smtps://"],
  [
    "INBOUND_IMAP",
    "imaps://hunter2@mail.example",
    "INBOUND_IMAP must have a user and a password, as in imaps://user:password@mail.example/INBOX",
  ],
  ["REDIS_URL", "http://:hunter2@cache", "REDIS_URL must be a URL that starts with redis:// or rediss://"],
  ["PUBLIC_URL", "https://admin:hunter2@turnout.example", "PUBLIC_URL must be an origin only, as in https://turnout.example"],
  ["PUBLIC_URL", "https:admin:hunter2@turnout.example", "PUBLIC_URL must be an origin only, as in https://turnout.example"],
  ["PUBLIC_URL", "admin:hunter2@turnout.example", "PUBLIC_URL must be a URL that starts with http:// or https://"],
  ["PUBLIC_URL", "ftp://admin:hunter2@turnout.example", "PUBLIC_URL must be a URL that starts with http:// or https://"],
])("an invalid %s is not printed, as it contains a secret", (name, value, line) => {
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${line}$`));
});

test.each([
  ["DATABASE_URL", "postgres://turnout:p@ss@db.example/turnout"],
  ["DATABASE_URL", "postgres://turnout:p@ss/w#rd%1@db.example/turnout"],
  ["DATABASE_URL", "postgresql://turnout:pa/ss@db.example/turnout"],
  ["DATABASE_URL", "postgresql://turnout:pa?ss@db.example/turnout"],
  ["DATABASE_URL", "postgresql://turnout:50%off@db.example/turnout"],
  ["DATABASE_URL", "postgresql://turnout:pass#word@db.example/turnout"],
  ["DATABASE_URL", "postgresql://turnout:pass word@db.example/turnout"],
  ["SMTP_URL", "smtp://user@example.org:pass@mail.example"],
  ["SMTP_URL", "smtps://user:p@ss#1@mail.example:465"],
  ["REDIS_URL", "redis://:p#ss@cache.example:6379"],
  ["REDIS_URL", "rediss://user:p%ss@cache.example"],
])("a %s whose password is not percent-encoded is refused, and no part of it is printed", (name, value) => {
  const refused = () => readConfig({ [name]: value, MAIL_FROM: "a@example.org" });
  expect(refused).toThrow(new RegExp(`^${name} has characters in its user name or password that must be percent-encoded: [^p]`));
  expect(refused).not.toThrow(/p@ss|pa[/?]ss|50%off|w#rd|pass[# ]word|p#ss|p%ss/);
});

test.each([
  ["DATABASE_URL", "postgres://turnout:p%40ss%2Fw%23rd%251@db.example:5432/turnout?sslmode=require"],
  ["DATABASE_URL", "postgresql:///turnout?host=/var/run/postgresql"],
  ["DATABASE_URL", "postgresql://db.example"],
  ["SMTP_URL", "smtp://user%40example.org:p%23@mail.example:587?ignoreTLS=true"],
  ["SMTP_URL", "smtp://[::1]:2525"],
  ["REDIS_URL", "redis://user:p%40w%231@127.0.0.1:6379/2?cluster=yes"],
])("a %s like %s is accepted", (name, value) => {
  expect(() => readConfig({ [name]: value, MAIL_FROM: "a@example.org" })).not.toThrow();
});

test("SMTP_URL requires MAIL_FROM", () => {
  expect(() => readConfig({ SMTP_URL: "smtp://mail.example" })).toThrow("MAIL_FROM is missing");
});

test.each<[Record<string, string>, MailboxFor]>([
  [{}, "ownMachine"],
  [{ HOST: "::1", PUBLIC_URL: "http://[::1]:3000" }, "ownMachine"],
  [{ HOST: "127.1.2.3", PUBLIC_URL: "http://localhost:8080" }, "ownMachine"],
  [{ HOST: "0.0.0.0" }, "nobody"],
  [{ HOST: "::" }, "nobody"],
  [{ HOST: "192.168.0.7" }, "nobody"],
  [{ HOST: "127.0.0.1.example.org" }, "nobody"],
  [{ PUBLIC_URL: "https://turnout.example" }, "nobody"], // a proxy in front serves the world
  [{ HOST: "0.0.0.0", MAILBOX: "on" }, "anybody"],
  [{ MAILBOX: "off" }, "nobody"],
  [{ SMTP_URL: "smtp://mail.example", MAIL_FROM: "hello@turnout.example" }, "nobody"],
])("with %o, the mailbox page is for: %s", (environment, mailbox) => {
  expect(readConfig(environment).mailbox).toBe(mailbox);
});

test("email that is sent is not shown on a mailbox page", () => {
  const both = { SMTP_URL: "smtp://mail.example", MAIL_FROM: "hello@turnout.example", MAILBOX: "on" };
  expect(() => readConfig(both)).toThrow("MAILBOX cannot be on together with SMTP_URL");
});

test("backups at intervals are for the built-in database", () => {
  expect(readConfig({ BACKUP_EVERY: "24", BACKUP_DIR: "/mnt/backups" })).toMatchObject({
    backupEvery: 86_400_000,
    backupFolder: "/mnt/backups",
  });
  expect(() => readConfig({ BACKUP_EVERY: "24", DATABASE_URL: "postgres://db/turnout" })).toThrow(
    "BACKUP_EVERY is for the built-in database",
  );
});

test("the process that applies migrations cannot require them", () => {
  expect(() => readConfig({ ROLES: "migrate", MIGRATIONS: "require" })).toThrow("MIGRATIONS cannot be require together with ROLES=migrate");
});

test("external databases and public sites get no example event by default", () => {
  expect(readConfig({ DATABASE_URL: "postgres://db/turnout" }).seed).toBe(false);
  expect(readConfig({ PUBLIC_URL: "https://turnout.example" }).seed).toBe(false);
  expect(readConfig({ DATABASE_URL: "postgres://db/turnout", SEED: "yes" }).seed).toBe(true);
});

test("every default is a valid value", () => {
  const impossible = Object.entries(settings).filter(
    ([, { schema, default: value }]) => value !== null && !schema.safeParse(value).success,
  );
  expect(impossible).toEqual([]);
});
