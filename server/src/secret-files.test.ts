import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CannotStart } from "./cannot-start.ts";
import { readConfig } from "./config.ts";
import { secretSettings } from "./config/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-secrets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const secret = "0123456789abcdef0123456789abcdef";

test("every secret can be read from a file, and no other setting can", () => {
  expect(secretSettings).toEqual([
    "TLS_CERT",
    "TLS_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "SMTP_URL",
    "DKIM_KEY",
    "INBOUND_IMAP",
    "INBOUND_WEBHOOK_SECRET",
    "INBOUND_TLS_CERT",
    "INBOUND_TLS_KEY",
    "DELIVERY_REPORTS_MAILGUN",
    "DELIVERY_REPORTS_POSTMARK",
    "DELIVERY_REPORTS_SENDGRID",
    "OIDC_CLIENT_SECRET",
    "WALLET_CERT",
    "WALLET_KEY",
    "WALLET_WWDR",
    "SECRET",
    "TLS_CA",
    "OTEL_EXPORTER_OTLP_HEADERS",
  ]);
  const config = readConfig({
    DATABASE_URL_FILE: file("database", "postgres://turnout:p%40ss@db/turnout\n"),
    REDIS_URL_FILE: file("redis", "redis://:hunter2@cache\r\n"),
    SMTP_URL_FILE: file("smtp", "smtp://mail.example"),
    SECRET_FILE: file("secret", `${secret}\n`),
    MAIL_FROM: "hello@turnout.example",
    PORT_FILE: file("port", "4000"),
  });
  expect(config).toMatchObject({
    databaseUrl: "postgres://turnout:p%40ss@db/turnout",
    redisUrl: "redis://:hunter2@cache",
    smtpUrl: "smtp://mail.example",
    secret,
    port: 3000,
  });
});

test("a secret from a file is validated like the setting, and never printed", () => {
  const refused = () => readConfig({ DATABASE_URL_FILE: file("wrong", "mysql://root:hunter2@db") });
  expect(refused).toThrow(/^DATABASE_URL must be a URL that starts with postgres:\/\/ or postgresql:\/\/$/);
});

test.each<[string, Record<string, string>, string]>([
  [
    "is not there",
    { SECRET_FILE: join(folder, "absent") },
    `SECRET_FILE names a file that cannot be read: ENOENT (it is "${join(folder, "absent")}")`,
  ],
  ["is a folder", { SECRET_FILE: folder }, `SECRET_FILE names a file that cannot be read: EISDIR (it is "${folder}")`],
  ["is empty", { SECRET_FILE: file("empty", " \n") }, `SECRET_FILE names a file that is empty (it is "${join(folder, "empty")}")`],
  [
    "stands beside the value itself",
    { SECRET: secret, SECRET_FILE: file("both", secret) },
    "SECRET and SECRET_FILE are both set: one of them is enough",
  ],
])("a file that %s stops the start", (_what, environment, line) => {
  expect(() => readConfig(environment)).toThrow(new CannotStart(line));
});

test("an empty file setting counts as absent", () => {
  expect(readConfig({ SECRET_FILE: " ", SECRET: secret }).secret).toBe(secret);
});
