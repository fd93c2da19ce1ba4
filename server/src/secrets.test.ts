import { createHmac, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { loginKeys, signedToken } from "./accounts/session-cookie.ts";
import { readConfig } from "./config.ts";
import { testDatabase } from "./db/test-database.ts";
import { coverPictureUrl, isCoverSignature } from "./events/cover-pictures.ts";
import { isShareToken, shareToken } from "./guests/share-link.ts";
import { ALL_INVITATIONS, addressHash, isSuppressed, readUnsubscribeToken, suppress, unsubscribeToken } from "./mail/suppression.ts";
import { redisNamespace } from "./redis/connect-redis.ts";
import { openSecrets } from "./replaceable-settings.ts";
import { MAX_SECRETS, lastingSecret, unwrap, wrap, type AnySecrets } from "./secrets.ts";

const [first, second, third] = ["first", "second", "third"].map((name) => `${name} secret, as long as it has to be`) as [
  string,
  string,
  string,
];
const eventId = randomUUID();
const theme = "dusk" as never;

function cookieBy(secret: string) {
  const [key] = loginKeys(secret)();
  return encodeURIComponent(`a-token.${createHmac("sha256", key!).update("a-token").digest("base64")}`);
}

/** What a secret has signed, by what it is. */
function isValid(secrets: AnySecrets, signedBy: string) {
  const cover = coverPictureUrl({ publicUrl: "", secret: signedBy }, { id: eventId, cover_theme: theme, cover_image_id: null });
  const signature = /([\w-]+)\.jpg$/.exec(cover)![1]!;
  return {
    session: signedToken(cookieBy(signedBy), loginKeys(secrets)()) !== null,
    "share link": isShareToken(secrets, eventId, 1, shareToken(signedBy, eventId, 1)),
    "unsubscribe link": readUnsubscribeToken(secrets, unsubscribeToken(signedBy, "ada@example.org", ALL_INVITATIONS)) !== null,
    cover: isCoverSignature(secrets, { theme, seed: eventId, signature }),
  };
}

const both = { session: true, "share link": true, "unsubscribe link": true, cover: true };
const none = { session: false, "share link": false, "unsubscribe link": false, cover: false };
const log = () => ({ error: vi.fn<(message: string) => void>() });

test("what either of two secrets has signed is valid, and only the first one signs", async () => {
  const { db } = await testDatabase();
  const { secrets, replaceable } = await openSecrets(db, first, log());
  expect(isValid(secrets, second)).toEqual(none);
  await replaceable.take(`${second}\n${first}`);
  expect(isValid(secrets, first)).toEqual(both);
  expect(isValid(secrets, second)).toEqual(both);
  expect(shareToken(secrets, eventId, 1)).toBe(shareToken(second, eventId, 1));
});

test("a secret that is no longer given is not valid any more: two at a time are what keeps links and sessions", async () => {
  const { db } = await testDatabase();
  const { secrets, replaceable } = await openSecrets(db, first, log());
  await replaceable.take(second);
  expect(isValid(secrets, first)).toEqual(none);
});

test("who has unsubscribed stays so through every later secret, also after a start", async () => {
  const { db } = await testDatabase();
  await suppress(db, { hash: addressHash(first, "ada@example.org"), scope: ALL_INVITATIONS });
  const still = (secrets: AnySecrets) => isSuppressed(db, secrets, "ada@example.org", [ALL_INVITATIONS]);
  for (const given of [first, `${second}\n${first}`, second, `${third}\n${second}`, third]) {
    const logger = log();
    const { secrets } = await openSecrets(db, given, logger);
    expect(await still(secrets)).toBe(true);
    expect(redisNamespace(lastingSecret(secrets))).toBe(redisNamespace(first));
    expect(logger.error).not.toHaveBeenCalled();
  }
  // The control: by the later secret itself nobody is found.
  expect(await still(third)).toBe(false);
});

test("a secret that replaces another one without it is told of at the start; given both, everything is found again", async () => {
  const { db } = await testDatabase();
  await openSecrets(db, first, log());
  const logger = log();
  const alone = await openSecrets(db, second, logger);
  expect(logger.error).toHaveBeenCalledWith(expect.stringContaining("give both, a line each"));
  expect(lastingSecret(alone.secrets)).toBe(second);
  const both = await openSecrets(db, `${second}\n${first}`, log());
  expect(lastingSecret(both.secrets)).toBe(first);
});

test("the database keeps no secret that could be read", async () => {
  const { db } = await testDatabase();
  await openSecrets(db, `${second}\n${first}`, log());
  const { rows } = await sql`select * from instance`.execute(db);
  const kept = JSON.stringify(rows);
  for (const secret of [first, second]) {
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(Buffer.from(secret).toString("base64").slice(0, 40));
  }
  expect(unwrap(wrap(first, second), second)).toBe(first);
  expect(() => unwrap(wrap(first, second), third)).toThrow("unable to authenticate data");
});

test("SECRET has at most two lines, of at least 32 characters each", () => {
  expect(MAX_SECRETS).toBe(2);
  expect(readConfig({ SECRET: `${second}\n${first}\n` }).secret).toBe(`${second}\n${first}`);
  expect(() => readConfig({ SECRET: `${third}\n${second}\n${first}` })).toThrow("SECRET must have at most 2 lines, a secret each");
  expect(() => readConfig({ SECRET: `${second}\nshort` })).toThrow("SECRET must have at least 32 characters");
});
