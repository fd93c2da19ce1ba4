import { sql } from "kysely";
import { expect, test } from "vitest";
import { accountsWorld, signedUp } from "./accounts-world.test-support.ts";
import { forgetExpired, LINKS_KEPT_DAYS } from "./forget-expired.ts";
import { LINK_MINUTES } from "./verification-tokens.ts";
import { IDLE_DAYS } from "./session-lifetime.ts";

const world = await accountsWorld();

async function counts() {
  const { rows } =
    await sql`select (select count(*)::int from sessions) as sessions, (select count(*)::int from verifications) as links`.execute(
      world.db,
    );
  return rows[0];
}

test("sessions are kept until they expire, and tokens until no queued email can carry them", async () => {
  const ada = await signedUp(world);
  await world.browser().post("password-resets", { email: ada.email, locale: "en" });
  const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);

  const kept = LINKS_KEPT_DAYS * 24 * 60;
  await forgetExpired(world.db, later(kept + LINK_MINUTES - 1));
  expect(await counts()).toEqual({ sessions: 1, links: 1 });
  await forgetExpired(world.db, later(kept + LINK_MINUTES + 1));
  expect(await counts()).toEqual({ sessions: 1, links: 0 });
  await forgetExpired(world.db, later(IDLE_DAYS * 24 * 60 + 1));
  expect(await counts()).toEqual({ sessions: 0, links: 0 });
});
