import { refuse, Refusal, type RefusalCode } from "@turnout/contract/refusals";
import type * as Lib from "openid-client";
import { z } from "zod";
import { changing, type Changing } from "../changing.ts";

/** Where people can sign in by OpenID Connect. `Secret`: a text, or one that is replaced while the process runs. */
export interface OidcSettings<Secret> {
  issuer: string;
  clientId: string;
  /** Null: a public client. */
  clientSecret: Secret | null;
  label: string;
  scopes: string;
  /** Whether whoever has an address by the provider's word gets the account of that address. */
  trustsEmail: boolean;
}

/** How long what a provider says of itself is believed (ms). */
export const DISCOVERY_KEPT = 3_600_000;
/** How long one request to a provider may take (s). */
export const PROVIDER_PATIENCE = 10;

/** Who has signed in at a provider. */
export interface Identity {
  issuer: string;
  /** The provider's name for the person, which it never gives to another. */
  subject: string;
  /** As the provider writes it. Null: it names none. */
  email: string | null;
  emailVerified: boolean;
  name: string | null;
  /** When the person has last proven there who they are. Null: the provider does not say. */
  authenticatedAt: Date | null;
}

/** What has to come back unchanged. */
export interface Checks {
  state: string;
  nonce: string;
  codeVerifier: string;
}

export interface Provider {
  readonly label: string;
  readonly trustsEmail: boolean;
  /** Whether it is this provider that an issuer's name stands for. */
  is(issuer: string): boolean;
  /** Its page where the person signs in. Refused with `provider_unavailable` while it cannot be reached. */
  pageFor(checks: Checks, callback: string): Promise<string>;
  /** Who has come back from there, to this address. Refuses whatever is not for us, for this sign-in, signed by the provider, and in time. */
  identityIn(address: URL, checks: Checks): Promise<Identity>;
}

interface Watching {
  /** Gets why somebody could not sign in: without addresses, tokens or claims. */
  report(reason: string): void;
}

/** Loaded when somebody uses a provider. */
const library = () => import("openid-client");

/** OpenID Connect by discovery: authorization code flow with PKCE, and the id token's signature checked as well. */
export function openProvider(settings: OidcSettings<string | Changing<string>>, { report }: Watching): Provider {
  const { issuer, label, trustsEmail, scopes } = settings;
  const discover = keptFor(DISCOVERY_KEPT, () => discovered(settings));
  const told = async <Value>(work: (lib: typeof Lib) => Promise<Value>): Promise<Value> => {
    const lib = await library();
    try {
      return await work(lib);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      report(reasonOf(error));
      return refuse(refusalFor(error, lib));
    }
  };

  return {
    label,
    trustsEmail,
    is: (other) => URL.parse(other)?.href === new URL(issuer).href,
    pageFor: ({ state, nonce, codeVerifier }, callback) =>
      told(async (lib) => {
        const config = configured(lib, await discover(), settings);
        return lib.buildAuthorizationUrl(config, {
          redirect_uri: callback,
          scope: scopes,
          state,
          nonce,
          code_challenge: await lib.calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: "S256",
        }).href;
      }),
    identityIn: (address, { state, nonce, codeVerifier }) =>
      told(async (lib) => {
        // A new one each time: it keeps no keys, so that those which the provider has replaced meanwhile are known.
        const config = configured(lib, await discover(), settings);
        const tokens = await lib.authorizationCodeGrant(config, address, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims()!;
        const more = "email" in claims ? {} : await userInfo(lib, config, tokens.access_token, claims.sub);
        return identityOf(claims.iss, claims.sub, { ...more, ...claims });
      }),
  };
}

/** The address and the name: many providers have them here and not in the id token (OpenID Connect Core, 5.4). */
async function userInfo(lib: typeof Lib, config: Lib.Configuration, accessToken: string, subject: string): Promise<object> {
  return config.serverMetadata().userinfo_endpoint ? lib.fetchUserInfo(config, accessToken, subject) : {};
}

const Claims = z.object({
  email: z.string().min(1).nullable().catch(null),
  // Some say it as a text.
  email_verified: z
    .literal([true, "true"])
    .transform(() => true)
    .catch(false),
  name: z.string().nullable().catch(null),
  auth_time: z.number().positive().max(1e11).nullable().catch(null),
});

function identityOf(issuer: string, subject: string, claims: object): Identity {
  const { email, email_verified, name, auth_time } = Claims.parse(claims);
  return {
    issuer,
    subject,
    email,
    emailVerified: email_verified,
    name,
    authenticatedAt: auth_time === null ? null : new Date(auth_time * 1_000),
  };
}

async function discovered({ issuer, clientId }: OidcSettings<unknown>): Promise<Lib.ServerMetadata> {
  const lib = await library();
  const execute = issuer.startsWith("http:") ? [lib.allowInsecureRequests] : [];
  const found = await lib.discovery(new URL(issuer), clientId, undefined, lib.None(), { execute, timeout: PROVIDER_PATIENCE });
  return found.serverMetadata();
}

function configured(
  lib: typeof Lib,
  server: Lib.ServerMetadata,
  { issuer, clientId, clientSecret }: OidcSettings<string | Changing<string>>,
) {
  const config = new lib.Configuration(
    server,
    clientId,
    undefined,
    authenticationFor(lib, server, clientSecret === null ? null : changing(clientSecret).current),
  );
  config.timeout = PROVIDER_PATIENCE;
  if (issuer.startsWith("http:")) lib.allowInsecureRequests(config);
  lib.enableNonRepudiationChecks(config);
  return config;
}

/** The way to prove who asks that the provider takes; without a word of its own it is the standard's (Core, 9). */
function authenticationFor(lib: typeof Lib, { token_endpoint_auth_methods_supported: ways }: Lib.ServerMetadata, secret: string | null) {
  if (secret === null) return lib.None();
  return ways?.includes("client_secret_post") && !ways.includes("client_secret_basic")
    ? lib.ClientSecretPost(secret)
    : lib.ClientSecretBasic(secret);
}

/** What `load` gives, for some time; a failure is not kept. */
function keptFor<Value>(ms: number, load: () => Promise<Value>): () => Promise<Value> {
  let kept: { value: Promise<Value>; until: number } | null = null;
  return () => {
    if (kept && kept.until > performance.now()) return kept.value;
    const loading = { value: load(), until: performance.now() + ms };
    kept = loading;
    loading.value.catch(() => {
      if (kept === loading) kept = null;
    });
    return loading.value;
  };
}

function refusalFor(error: unknown, lib: typeof Lib): RefusalCode {
  if (error instanceof lib.AuthorizationResponseError) return error.error === "access_denied" ? "provider_denied" : "provider_refused";
  return isAway(error) ? "provider_unavailable" : "provider_refused";
}

/** Whether the provider could not be reached, took too long, or failed itself. */
function isAway(error: unknown): boolean {
  if (error instanceof Response) return error.status >= 500;
  if (!(error instanceof Error)) return false;
  const { code, status = 0 } = error as { code?: string; status?: number };
  return (
    status >= 500 || code === "OAUTH_TIMEOUT" || error.message === "fetch failed" || error.name === "TimeoutError" || isAway(error.cause)
  );
}

/** The messages of an error and of its causes. Not the causes themselves, which have claims and tokens in them. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return error instanceof Response ? `HTTP ${error.status}` : "";
  const { code = "", error: said = "", status } = error as { code?: string; error?: string; status?: number };
  const parts = [code, error.message, status ? `HTTP ${status}` : "", /^\w{1,60}$/.test(said) ? said : "", reasonOf(error.cause)];
  return parts.filter(Boolean).join(": ");
}
