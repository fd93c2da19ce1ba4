import { generateKeyPairSync, randomUUID, sign, type KeyObject } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Context } from "oidc-provider";
import { afterFile } from "../testing/after-file.ts";

export interface Person {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

type Claims = Record<string, unknown>;

/** What a provider does besides what it should. */
export interface Mischief {
  /** What id tokens say, signed by the provider all the same. */
  claims?: (claims: Claims) => Claims;
  /** Signs them by another key than those that it publishes. */
  signsByAnother?: boolean;
  /** What it answers instead, at a path. */
  answers?: (path: string) => number | null;
}

interface Key {
  privateKey: KeyObject;
  jwk: object;
}

function makeKey(): Key {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { privateKey, jwk: { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), alg: "RS256", use: "sig" } };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The same id token with other claims. */
function forged(token: string, { privateKey }: Key, change: (claims: Claims) => Claims): string {
  const [head = "", body = ""] = token.split(".");
  const claims = change(JSON.parse(Buffer.from(body, "base64url").toString()) as Claims);
  const signed = `${head}.${part(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

export type RealProvider = Awaited<ReturnType<typeof openRealProvider>>;

/** A real OpenID provider on loopback, at which whoever `person` is signs in without being asked. */
export async function openRealProvider({ callback, claimsInToken = false }: { callback: string; claimsInToken?: boolean }) {
  const server = createServer((request, response) => handle(request, response));
  await listen(server, 0);
  afterFile(() => server.close());
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const client = { clientId: "turnout", clientSecret: "a secret & odd: one" };
  const people = new Map<string, Person>();
  let key = makeKey();
  let handle: RequestListener = serve();

  const provider = {
    issuer,
    client,
    person: { sub: "nobody" } as Person,
    mischief: {} as Mischief,
    /** Signs by a new key from now on, and publishes that alone. */
    rotateKeys() {
      key = makeKey();
      handle = serve();
    },
    leave: () => new Promise<void>((done) => (server.close(() => done()), server.closeAllConnections())),
    comeBack: () => listen(server, port),
    signInAt,
  };
  return provider;

  function serve(): RequestListener {
    const oidc = new Provider(issuer, {
      clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [callback] }],
      jwks: { keys: [key.jwk] },
      cookies: { keys: [randomUUID()] },
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
      conformIdTokenClaims: !claimsInToken,
      ttl: Object.fromEntries(["Interaction", "Grant", "Session", "AccessToken", "IdToken"].map((kind) => [kind, 600])),
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ ...people.get(sub), sub }) }),
      loadExistingGrant: granted,
    });
    oidc.use(async (ctx, next) => {
      const instead = provider.mischief.answers?.(ctx.path);
      if (instead) {
        ctx.res.writeHead(instead).end();
        ctx.respond = false;
      } else if (ctx.path.startsWith("/interaction/")) await signInHere(oidc, ctx);
      else await next();
      misbehave(ctx);
    });
    return oidc.callback();
  }

  async function signInHere(oidc: Provider, ctx: Context) {
    ctx.respond = false;
    const { person } = provider;
    people.set(person.sub, person);
    const result = person.sub === "nobody" ? { error: "access_denied" } : { login: { accountId: person.sub } };
    await oidc.interactionFinished(ctx.req, ctx.res, result);
  }

  function misbehave({ path, body }: Context) {
    const { claims, signsByAnother } = provider.mischief;
    if (path !== "/token" || !body?.id_token || !(claims || signsByAnother)) return;
    body.id_token = forged(body.id_token, signsByAnother ? makeKey() : key, claims ?? ((same) => same));
  }

  /** What a browser does at the provider, to which it comes with no cookies. Returns where it is sent back to. */
  async function signInAt(page: string): Promise<URL> {
    const jar = new Map<string, string>();
    let at = new URL(page);
    while (at.origin === issuer) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const reply = await fetch(at, { redirect: "manual", headers: { cookie } });
      for (const line of reply.headers.getSetCookie()) {
        const [name = "", value = ""] = line.split(";", 1)[0]!.split(/=(.*)/s);
        jar.set(name, value);
      }
      const location = reply.headers.get("location");
      if (location === null) throw new Error(`the provider shows a page: ${reply.status} ${await reply.text()}`);
      at = new URL(location, at);
    }
    return at;
  }
}

/** Nobody is asked whether they agree. */
async function granted({ oidc: { provider, client, session } }: Context) {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid email profile");
  await grant.save();
  return grant;
}

const listen = (server: Server, port: number) => new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
