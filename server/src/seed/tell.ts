import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { accountPages } from "@turnout/contract/accounts";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { keepProof, pageLink } from "../accounts/proofs.ts";
import type { App } from "../app.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { shareToken } from "../guests/share-link.ts";
import type { Kysely } from "kysely";
import { exampleEventId, seedExample, type ExampleHost } from "./seed-example.ts";

/** How long the host's link that a start prints can be opened, once (minutes). */
const HOST_LINK_MINUTES = 12 * 60;

const ada = { name: "Ada Almeida", email: "ada@example.org" };
const lin = { name: "Lin Santos", email: "lin@example.org" };

/** Says what to open, after seeding the example event on the first start of an empty database. */
export async function tellWhatToOpen({ deps }: App, config: Config): Promise<void> {
  const { publicUrl } = config;
  const lines = [`Turnout is ready: ${publicUrl}`];
  if (config.seed) {
    const password = await seedOnce(deps, config.dataFolder);
    if (password) {
      const ways = await waysIn(deps, publicUrl);
      lines.push(`  Example event   ${ways.share}`);
      lines.push(`  Host it         ${ways.signIn}  (works once, for ${HOST_LINK_MINUTES / 60} hours)`);
      lines.push(`  Host's sign-in  ${publicUrl}/sign-in  ${ada.email}  ${password}`);
    }
  }
  if (config.mailbox) lines.push(`  Mailbox         ${publicUrl}/mailbox`);
  else if (config.smtpUrl === null) lines.push("  No mail is sent: set SMTP_URL, or MAILBOX=on to read it in the browser");
  lines.push(`  API document    ${publicUrl}/api/docs`);
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Links that open the example for somebody who has nothing yet: as a guest who was given the link, and as its host. */
export async function waysIn(
  { db, secret, now }: Pick<App["deps"], "db" | "secret" | "now">,
  publicUrl: string,
): Promise<{ share: string; signIn: string }> {
  const found = await sql<{ share_version: number }>`select share_version from events where id = ${exampleEventId}`.execute(db);
  const share = found.rows[0]
    ? `${publicUrl}/j/${shareToken(secret, exampleEventId, found.rows[0].share_version)}`
    : `${publicUrl}/events/new`;
  const proof = {
    purpose: "magic-link",
    userId: null,
    value: { type: "magic-link", email: ada.email },
    minutes: HOST_LINK_MINUTES,
  } as const;
  const { token } = await keepProof(db, proof, now());
  const signIn = pageLink(publicUrl, accountPages.signInLink, token, `/e/${exampleEventId}`);
  return { share, signIn };
}

/** The example host's password is made up once and kept with the data. Null when the database is not ours to seed. */
async function seedOnce(deps: App["deps"], dataFolder: string): Promise<string | null> {
  const file = join(dataFolder, "example-password");
  if (!existsSync(file)) {
    const events = await sql<{ count: number }>`select count(*)::int as count from events where id <> ${exampleEventId}`.execute(deps.db);
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
  const found = await sql<{ id: string }>`select id from users where email = ${person.email}`.execute(db);
  return { ...person, id: found.rows[0]!.id };
}
