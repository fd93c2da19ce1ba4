import type { Kysely } from "kysely";
import type { Logger } from "pino";
import pg from "pg";
import { CannotStart } from "./cannot-start.ts";
import { changeable, type Changeable } from "./changing.ts";
import type { Config } from "./config.ts";
import { CONNECT_TIMEOUT } from "./db/connect.ts";
import type { Database } from "./db/database.ts";
import { keepLastingSecret, readLastingSecret } from "./db/lasting-secret.ts";
import { tryMailUrl } from "./mail/smtp-transport.ts";
import { tryRedis } from "./redis/connect-redis.ts";
import { changeableSecrets, secretsIn, type Secrets } from "./secrets.ts";
import { secretsOf } from "./telemetry/redact.ts";
import { certificateFault } from "./tls/certificate-fault.ts";
import { trust } from "./tls/trusted-certificates.ts";
import type { Replaceable } from "./watch-secret-files.ts";

/** Settings whose values may be replaced while the process runs. Null: not set. */
export interface ReplaceableSettings {
  databaseUrl: Changeable<string> | null;
  redisUrl: Changeable<string> | null;
  smtpUrl: Changeable<string> | null;
  tlsCa: Changeable<string> | null;
}

export function replaceableSettings({ databaseUrl, redisUrl, smtpUrl, tlsCa }: Config): ReplaceableSettings {
  const orNull = (value: string | null) => (value === null ? null : changeable(value));
  return { databaseUrl: orNull(databaseUrl), redisUrl: orNull(redisUrl), smtpUrl: orNull(smtpUrl), tlsCa: orNull(tlsCa) };
}

/** How each of them is tried and put in force. */
export function replaceables({ databaseUrl, redisUrl, smtpUrl, tlsCa }: ReplaceableSettings): Replaceable[] {
  const all = [
    databaseUrl && { name: "DATABASE_URL" as const, value: databaseUrl, works: withinOne(databaseUrl, tryDatabase) },
    redisUrl && { name: "REDIS_URL" as const, value: redisUrl, works: withinOne(redisUrl, tryRedis) },
    smtpUrl && { name: "SMTP_URL" as const, value: smtpUrl, works: tryMailUrl },
    tlsCa && { name: "TLS_CA" as const, value: tlsCa, works: async (pem: string) => trust(pem) },
  ];
  return all
    .filter((one) => one !== null)
    .map(({ name, value, works }): Replaceable => ({
      name,
      first: value.current,
      async take(next) {
        await works(next).catch((error: unknown) => {
          throw error instanceof CannotStart ? error : new CannotStart(faultOf(error));
        });
        value.set(next);
      },
    }));
}

/** What of a setting's content no log line may show. Certificates are public. */
export const hiddenPartsOf = (name: Replaceable["name"], text: string): string[] =>
  secretsOf(name === "SECRET" ? { secrets: secretsIn(text), urls: [] } : { secrets: [], urls: [text] });

function faultOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return certificateFault(error) ?? `the server refuses it or cannot be reached (${code ?? message?.split(/[\s:]/, 1)[0] ?? "?"})`;
}

/** Another server has other data: processes that have changed over, and those that have not, would contradict each other. */
function withinOne(value: Changeable<string>, works: (url: string) => Promise<void>) {
  const placeOf = (url: string) => {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port}${pathname}`;
  };
  return async (next: string) => {
    if (placeOf(next) !== placeOf(value.current)) throw new CannotStart("it names another server or database: that takes a restart");
    await works(next);
  };
}

async function tryDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT, query_timeout: CONNECT_TIMEOUT });
  client.on("error", () => {}); // the running query reports it
  try {
    await client.connect();
    // Not every user who may connect may also do something.
    await client.query("select epoch from instance");
  } finally {
    await client.end().catch(() => {});
  }
}

/** SECRET, as it stands now and as its file changes. */
export async function openSecrets(
  db: Kysely<Database>,
  text: string,
  logger: Pick<Logger, "error">,
): Promise<{ secrets: Secrets; replaceable: Replaceable }> {
  let lasting: string | null = null;

  async function read(given: string): Promise<Omit<Secrets, "onChange">> {
    const accepted = secretsIn(given);
    lasting = (await readLastingSecret(db, accepted)) ?? lasting;
    // Not kept then: given both, the first one is found again.
    if (lasting === null) logger.error(LOST);
    else await keepLastingSecret(db, lasting, accepted);
    return { signing: accepted[0]!, accepted, lasting: lasting ?? accepted.at(-1)! };
  }

  const { secrets, set } = changeableSecrets(await read(text));
  return { secrets, replaceable: { name: "SECRET", first: text, take: async (next) => set(await read(next)) } };
}

const LOST =
  "SECRET is a new one, without the one before it: everybody has to sign in again, links that were sent are invalid, and who has unsubscribed is not known any more; give both, a line each";
