import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import { AccountEmail } from "@turnout/contract/accounts";
import { PersonName } from "@turnout/contract/person-name";
import { PROVIDER_CALLBACK, type BeginProviderSignIn } from "@turnout/contract/providers";
import { refuse, Refusal } from "@turnout/contract/refusals";
import { sql, type Transaction } from "kysely";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { audit } from "../audit/audit.ts";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { cookieLine, cookieName, cookieValue } from "../http/cookies.ts";
import { createAccount } from "./accounts.ts";
import type { AccountsContext } from "./context.ts";
import { requireFresh } from "./policy.ts";
import type { Identity, Provider } from "./provider.ts";
import type { SignedInUser } from "./session.ts";
import { verifyAddress } from "./sign-in.ts";
import { startSession } from "./start-session.ts";
import { createToken, spendToken } from "./verification-tokens.ts";

/** How long somebody may take at the provider's page (minutes). */
export const PROVIDER_MINUTES = 15;
/** The cookie of the browser that has gone to the provider. */
const COOKIE = "provider";

/** What a sign-in that has begun has to come back to. */
interface Begun {
  nonce: string;
  codeVerifier: string;
  /** Hash of a secret that only the browser which began has. */
  browser: string;
  next: string | null;
  locale: string;
  /** The session that adds the provider to its account; null: it signs in. */
  linksFor: { userId: string; sessionId: string } | null;
}

/** Begins a sign-in at the provider, in this browser alone. Returns the provider's page. */
export function beginProviderSignIn(
  context: AccountsContext,
  { next, locale }: z.infer<typeof BeginProviderSignIn>,
  reply: FastifyReply,
): Promise<string> {
  return begin(context, { next: next ?? null, locale, linksFor: null }, reply);
}

/** Begins to add the provider to the account. Asks for a new sign-in first: whoever has it can sign in from then on. */
export function beginLinking(context: AccountsContext, user: SignedInUser, reply: FastifyReply): Promise<string> {
  requireFresh(user, context.now());
  return begin(context, { next: null, locale: user.locale, linksFor: { userId: user.id, sessionId: user.sessionId } }, reply);
}

async function begin(context: AccountsContext, what: Pick<Begun, "next" | "locale" | "linksFor">, reply: FastifyReply): Promise<string> {
  const provider = providerOf(context);
  const [nonce, codeVerifier, browser] = [secret(), secret(), secret()];
  const { token: state } = await createToken(
    context.db,
    {
      purpose: "provider-sign-in",
      userId: what.linksFor?.userId ?? null,
      value: { ...what, nonce, codeVerifier, browser: hashOf(browser) } satisfies Begun,
      minutes: PROVIDER_MINUTES,
    },
    context.now(),
  );
  const page = await provider.pageFor({ state, nonce, codeVerifier }, context.publicUrl + PROVIDER_CALLBACK);
  void reply.header("set-cookie", cookieLine(context.publicUrl, COOKIE, browser, PROVIDER_MINUTES * 60));
  return page;
}

const secret = () => randomBytes(32).toString("base64url");
const hashOf = (text: string) => createHash("sha256").update(text).digest("base64url");
const providerOf = ({ provider }: AccountsContext): Provider => provider ?? refuse("provider_not_found");

/**
 * Takes whoever comes back from the provider, once, in the browser that went there. Returns the path to go on to; for whom it refuses,
 * that of the page which says why.
 */
export async function finishProviderSignIn(context: AccountsContext, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const address = new URL(request.raw.url ?? "/", context.publicUrl);
  const browser = cookieValue(request.headers.cookie, cookieName(context.publicUrl, COOKIE));
  void reply.header("set-cookie", cookieLine(context.publicUrl, COOKIE, "", 0));
  const state = address.searchParams.get("state") ?? "";
  // Used up before anything else is looked at: what was tried once is worth nothing.
  const begun = await spendToken<Begun>(context.db, "provider-sign-in", state, context.now());
  try {
    if (begun === null || browser === null || hashOf(browser) !== begun.browser) refuse("provider_begin_again");
    const { nonce, codeVerifier, linksFor } = begun;
    const identity = await providerOf(context).identityIn(address, { state, nonce, codeVerifier });
    if (linksFor) {
      await linkToSession(context, identity, { linksFor, request });
      return pageWith("/account", { provider: "linked" });
    }
    await signInAs(context, identity, { begun, reply });
    return begun.next ?? "/events";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isLinking = begun?.linksFor ?? false;
    return isLinking ? pageWith("/account", { provider: error.code }) : pageWith("/sign-in", { provider: error.code, next: begun?.next });
  }
}

function pageWith(path: string, parameters: Record<string, string | null | undefined>): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return `${path}?${new URLSearchParams(given).toString()}`;
}

async function signInAs(context: AccountsContext, identity: Identity, { begun, reply }: { begun: Begun; reply: FastifyReply }) {
  const { userId, ended } = (await usedLink(context, identity)) ?? (await accountByAddress(context, identity, begun.locale));
  for (const sessionId of ended) context.sessions.sessionEnded(sessionId);
  context.sessions.forgetUser(userId);
  // Without the provider's word on when, nobody has just proven anything.
  const authenticatedAt = new Date(Math.min(identity.authenticatedAt?.getTime() ?? 0, context.now().getTime()));
  await startSession(context, userId, reply, { authenticatedAt });
}

interface Found {
  userId: string;
  /** The sessions that end with this. */
  ended: string[];
}

/** The account that this identity is linked to. What the provider says of addresses does not matter any more. */
async function usedLink({ db, now }: AccountsContext, { issuer, subject }: Identity): Promise<Found | null> {
  const found = await sql<Columns<"credentials", "user_id">>`
    update credentials set updated_at = ${now()}
    where provider_id = ${issuer} and account_id = ${subject} returning user_id`.execute(db);
  const [row] = found.rows;
  return row ? { userId: row.user_id, ended: [] } : null;
}

/**
 * The account of the address, a new one or the one that is there, by the word of a provider that is trusted in this. Any other has to be
 * linked by whoever is signed in: it could name anybody's address.
 */
async function accountByAddress(context: AccountsContext, identity: Identity, locale: string): Promise<Found> {
  const email = AccountEmail.safeParse(identity.email);
  if (!identity.emailVerified || !email.success) refuse("provider_address_unverified");
  if (!providerOf(context).trustsEmail) refuse("provider_address_unproven");
  const name = nameOf(identity, email.data);
  return context.db.transaction().execute(async (tx) => {
    const made = await createAccount(tx, { name, email: email.data, locale, passwordHash: null });
    const account = made === null ? await verifyAddress(tx, email.data) : { userId: made, ended: [] };
    await link(context, tx, { userId: account.userId, identity });
    return account;
  });
}

function nameOf({ name }: Identity, email: string): string {
  const given = PersonName.safeParse(name);
  return given.success ? given.data : email.slice(0, email.indexOf("@"));
}

interface Linking {
  linksFor: NonNullable<Begun["linksFor"]>;
  request: FastifyRequest;
}

/** Links it to the account whose session began this, if that session goes on in this browser. */
async function linkToSession(context: AccountsContext, identity: Identity, { linksFor, request }: Linking) {
  const user = await context.sessions.userOf(request);
  if (user?.id !== linksFor.userId || user.sessionId !== linksFor.sessionId) refuse("provider_begin_again");
  await context.db.transaction().execute((tx) => link(context, tx, { userId: user.id, identity }));
}

/** Links an identity, and tells the account's owner by email. An account has one of each provider, and an identity one account. */
async function link(
  { now, queueMail, publicUrl, provider }: AccountsContext,
  tx: Transaction<Database>,
  { userId, identity: { issuer, subject } }: { userId: string; identity: Identity },
): Promise<void> {
  // Of several at the same time each sees the others.
  const owner = await sql<Columns<"users", "email" | "locale">>`select email, locale from users where id = ${userId} for update`.execute(
    tx,
  );
  const { email, locale } = owner.rows[0] ?? refuse("provider_begin_again");
  const known = await sql<Columns<"credentials", "account_id">>`
    select account_id from credentials where user_id = ${userId} and provider_id = ${issuer}`.execute(tx);
  const [linked] = known.rows;
  if (linked) return linked.account_id === subject ? undefined : refuse("provider_other_identity");
  const added = await sql`
    insert into credentials (id, user_id, account_id, provider_id, created_at, updated_at)
    values (${randomUUIDv7()}, ${userId}, ${subject}, ${issuer}, ${now()}, ${now()})
    on conflict (provider_id, account_id) do nothing returning id`.execute(tx);
  if (added.rows.length === 0) refuse("provider_linked_elsewhere");
  await audit(tx, { action: "provider.linked", actorId: userId });
  await queueMail(tx, {
    cause: `provider-linked/${randomUUIDv7()}`,
    kind: "providerLinked",
    recipient: email,
    payload: { locale, name: provider?.label ?? issuer, url: new URL("/account", publicUrl).href },
  });
}
