import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { accountPages } from "@turnout/contract/accounts";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { createToken, pageLink } from "../accounts/verification-tokens.ts";
import type { App } from "../app.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import { shareToken } from "../guests/share-link.ts";
import type { Kysely } from "kysely";
import { exampleEventId, seedExample, type ExampleHost } from "./seed-example.ts";

/** How long the host's single-use sign-in link is valid (minutes). */
const HOST_LINK_MINUTES = 12 * 60;

const ada = { name: "Ada Almeida", email: "ada@example.org" };
const lin = { name: "Lin Santos", email: "lin@example.org" };

/** Prints what to open. Seeds the example event first if the database is empty and the settings allow it. */
export async function printWhatToOpen(
  { deps }: App,
  config: Pick<Config, "publicUrl" | "seed" | "dataFolder" | "mailbox"> & { smtpUrl: unknown },
): Promise<void> {
  const { publicUrl } = config;
  const lines = [`Turnout is ready: ${publicUrl}`];
  if (config.seed) {
    const password = await seedOnce(deps, config.dataFolder);
    if (password) {
      const links = await exampleLinks(deps, publicUrl);
      lines.push(`  Example event   ${links.share}`);
      lines.push(`  Host it         ${links.signIn}  (works once, for ${HOST_LINK_MINUTES / 60} hours)`);
      lines.push(`  Host's sign-in  ${publicUrl}/sign-in  ${ada.email}  ${password}`);
    }
  }
  if (config.mailbox !== "nobody") lines.push(`  Mailbox         ${publicUrl}/mailbox`);
  else if (config.smtpUrl === null) lines.push("  No email is sent: set SMTP_URL, or MAILBOX=on to read it in the browser");
  lines.push(`  API document    ${publicUrl}/api/docs`);
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Links that open the example event: as a visitor (`share`) and, once, as its host (`signIn`). */
export async function exampleLinks(
  { db, secret, now }: Pick<App["deps"], "db" | "secret" | "now">,
  publicUrl: string,
): Promise<{ share: string; signIn: string }> {
  const found = await sql<Columns<"events", "share_version">>`select share_version from events where id = ${exampleEventId}`.execute(db);
  const share = found.rows[0]
    ? `${publicUrl}/j/${shareToken(secret, exampleEventId, found.rows[0].share_version)}`
    : `${publicUrl}/events/new`;
  const newToken = {
    purpose: "magic-link",
    userId: null,
    value: { type: "magic-link", email: ada.email },
    minutes: HOST_LINK_MINUTES,
  } as const;
  const { token } = await createToken(db, newToken, now());
  const signIn = pageLink(publicUrl, accountPages.signInLink, token, `/e/${exampleEventId}`);
  return { share, signIn };
}

/** Seeds the example once, and returns its host's password, which is kept in the data folder. Null if the database has other events. */
async function seedOnce(deps: App["deps"], dataFolder: string): Promise<string | null> {
  const file = join(dataFolder, "example-password");
  if (!existsSync(file)) {
    const events = await sql<Computed<"count", "integer">>`select count(*)::int as count from events where id <> ${exampleEventId}`.execute(
      deps.db,
    );
    if (events.rows[0]!.count > 0) return null;
    writeFileSync(file, randomBytes(9).toString("base64url"), { mode: 0o600, flag: "wx" });
  }
  const password = readFileSync(file, "utf8").trim();
  const finished = join(dataFolder, "example-seeded");
  if (existsSync(finished)) return password;
  const hash = await hashPassword(password);
  const hosts: [ExampleHost, ExampleHost] = [await hostAccount(deps.db, ada, hash), await hostAccount(deps.db, lin, null)];
  await seedExample(deps, hosts);
  writeFileSync(finished, "");
  return password;
}

async function hostAccount(
  db: Kysely<Database>,
  person: { name: string; email: string },
  passwordHash: string | null,
): Promise<ExampleHost> {
  await db.transaction().execute((tx) => createAccount(tx, { ...person, locale: "en", passwordHash }));
  const found = await sql<Columns<"users", "id">>`select id from users where email = ${person.email}`.execute(db);
  return { ...person, id: found.rows[0]!.id };
}
