import { expect, test } from "vitest";
import { accountsWorld, signedUp, somebody, type Reply } from "./accounts-world.test-support.ts";

const world = await accountsWorld();

/** All of a reply that a stranger can compare, cookies without their random value. */
const seen = ({ status, text, cookies }: Reply) => ({ status, text, cookies: cookies.map((line) => line.replace(/=[^;]+/, "=…")) });

const forms = {
  "sign-in": (email: string) => ({ email, password: "not the right one" }),
  "sign-up": (email: string) => ({ email, name: "Ada", password: "tangerine-kayak-7", locale: "en" }),
  "sign-in-links": (email: string) => ({ email, locale: "en" }),
  "password-resets": (email: string) => ({ email, locale: "en" }),
};

test.each(Object.entries(forms))("%s says the same of a known and of an unknown address", async (form, bodyFor) => {
  const known = await signedUp(world);
  const passwordless = somebody();
  await world.browser().post("sign-in-links", { email: passwordless.email, locale: "en" });
  await world.browser().post("sign-in-links/redemption", { token: world.tokenTo(passwordless.email), locale: "en" });

  const replies = [];
  for (const { email } of [somebody(), known, passwordless]) replies.push(seen(await world.browser().post(form, bodyFor(email))));
  expect(replies[1]).toEqual(replies[0]);
  expect(replies[2]).toEqual(replies[0]);
});

test("each of them sends one email, to the given address only", async () => {
  for (const form of ["sign-up", "sign-in-links", "password-resets"] as const) {
    for (const { email } of [await signedUp(world), somebody()]) {
      const before = world.mails.length;
      await world.browser().post(form, forms[form](email));
      expect(world.mails.slice(before).map((mail) => mail.recipient)).toEqual([email]);
    }
  }
});

test("an unconfirmed sign-up cannot be told from none by trying its password", async () => {
  const { email, password, name } = somebody();
  await world.browser().post("sign-up", { email, password, name, locale: "en" });
  const pending = seen(await world.browser().post("sign-in", { email, password }));
  const unknown = seen(await world.browser().post("sign-in", { email: somebody().email, password }));
  expect(pending).toEqual(unknown);
});

const SAMPLES = 16;
const ROUNDS = 6;
/** As a share of the whole. Without the comparison with nobody's hash, sign-in is four fifths apart. */
const MOST_APART = 0.2;

test.each(["sign-in", "password-resets", "sign-up"] as const)("%s takes the same time for both", async (form) => {
  const known = await signedUp(world);
  // A busy machine sets two samples apart by chance, and not four times in a row; a difference in work does.
  const gaps: number[] = [];
  while (gaps.length < ROUNDS && !gaps.some((gap) => gap < MOST_APART)) gaps.push(await timeApart(form, known.email));
  expect(Math.min(...gaps)).toBeLessThan(MOST_APART);
});

/** How far the medians are apart, as a share of the larger one, of samples taken in turns; the limits are out of the way. */
async function timeApart(form: keyof typeof forms, known: string) {
  const { throttle } = world.accounts;
  const open = { requirePasswordTry: async () => {}, requireMail: async () => {} };
  const kept = { ...throttle };
  Object.assign(throttle, open);
  const [knownTimes, unknownTimes]: [number[], number[]] = [[], []];
  for (let i = 0; i < SAMPLES; i++) {
    knownTimes.push(await timeOf(form, known));
    unknownTimes.push(await timeOf(form, somebody().email));
  }
  Object.assign(throttle, kept);
  const [one, other] = [median(knownTimes), median(unknownTimes)];
  return Math.abs(one - other) / Math.max(one, other);
}

async function timeOf(form: keyof typeof forms, email: string) {
  const browser = world.browser();
  const from = performance.now();
  await browser.post(form, forms[form](email));
  return performance.now() - from;
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
