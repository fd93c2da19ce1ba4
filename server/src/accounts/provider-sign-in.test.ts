import { randomUUID } from "node:crypto";
import { PROVIDER_CALLBACK } from "@turnout/contract/providers";
import { sql } from "kysely";
import { expect, test, beforeEach } from "vitest";
import { changeable } from "../changing.ts";
import { limits } from "../http/rate-limit.ts";
import { accountsWorld, signedUp, type Browser } from "./accounts-world.test-support.ts";
import { FRESH_MINUTES } from "./policy.ts";
import { PROVIDER_MINUTES } from "./provider-sign-in.ts";
import { openProvider } from "./provider.ts";
import { openRealProvider, type Mischief, type Person } from "./real-provider.test-support.ts";

const HOME = "http://turnout.test";
const MINUTE = 60_000;
const at = await openRealProvider({ callback: HOME + PROVIDER_CALLBACK });
const reports: string[] = [];
const settings = {
  issuer: at.issuer,
  clientId: at.client.clientId,
  clientSecret: changeable(at.client.clientSecret),
  label: "Example Inc",
  scopes: "openid email profile",
};
const open = (trustsEmail: boolean) => openProvider({ ...settings, trustsEmail }, { report: (reason) => void reports.push(reason) });
const trusting = await accountsWorld({ publicUrl: HOME, provider: open(true) });
const careful = await accountsWorld({ publicUrl: HOME, provider: open(false) });
const without = await accountsWorld({ publicUrl: HOME });
type World = typeof trusting;

beforeEach(() => {
  at.mischief = {};
  at.person = someone();
});

const someone = (more: Partial<Person> = {}): Person => {
  const sub = randomUUID();
  return { sub, email: `${sub}@example.org`, email_verified: true, name: "Ada King", ...more };
};

async function pageFor(browser: Browser, input: object = {}): Promise<string> {
  const begun = await browser.post("provider-sign-ins", { locale: "en", ...input });
  expect(begun.status, begun.text).toBe(200);
  return (begun.body as unknown as { url: string }).url;
}

const cameBack = async (page: string) => {
  const { pathname, search } = await at.signInAt(page);
  return pathname + search;
};
const signIn = async (browser: Browser, input?: object) => browser.open(await cameBack(await pageFor(browser, input)));

async function link(browser: Browser) {
  const { body } = await browser.post("linked-providers");
  return browser.open(await cameBack((body as unknown as { url: string }).url));
}

const linkedTo = async (browser: Browser) =>
  ((await browser.get("linked-providers")).body as unknown as { providers: { id: string; label: string; isCurrent: boolean }[] }).providers;
const refusedWith = (code: string, next = "") => ({ status: 303, location: `/sign-in?provider=${code}${next}` });
const actions = async ({ db }: World, id: string) => {
  const found = await sql<{ action: string }>`select action from audit where actor_id = ${id} order by id`.execute(db);
  return found.rows.map(({ action }) => action);
};

test("whoever a trusted provider knows gets an account, with a name and a verified address, and goes on where they were", async () => {
  at.person = someone({ name: "Ada  King" });
  const browser = trusting.browser();
  expect(await signIn(browser, { next: "/e/new?a=b", locale: "de" })).toMatchObject({ status: 303, location: "/e/new?a=b" });
  const account = await browser.account();
  expect(account).toMatchObject({ name: "Ada King", email: at.person.email, locale: "de", hasPassword: false });
  expect(trusting.mailsTo(at.person.email!)).toMatchObject([
    { kind: "providerLinked", payload: { locale: "de", name: "Example Inc", url: `${HOME}/account` } },
  ]);
  expect(await actions(trusting, account.id)).toEqual(["provider.linked", "session.started"]);
  // Again, and by another address: it is the same person.
  at.person = { ...at.person, email: "another@example.org", email_verified: false };
  const later = trusting.browser();
  expect(await signIn(later)).toMatchObject({ location: "/events" });
  expect((await later.account()).id).toBe(account.id);
});

test("nobody is sent on to another site", async () => {
  for (const next of ["https://elsewhere.example/", "//elsewhere.example", "/\\\\elsewhere.example", "javascript:alert(1)"])
    expect((await trusting.browser().post("provider-sign-ins", { locale: "en", next })).status, next).toBe(400);
});

test("a provider that says the address in the id token is read there, and one without a name gets one from the address", async () => {
  const brief = await openRealProvider({ callback: HOME + PROVIDER_CALLBACK, claimsInToken: true });
  const world = await accountsWorld({
    publicUrl: HOME,
    provider: openProvider({ ...settings, issuer: brief.issuer, trustsEmail: true }, { report: (reason) => void reports.push(reason) }),
  });
  brief.person = { sub: "1", email: "Grace.Hopper@Example.org", email_verified: true };
  brief.mischief = { answers: (path) => (path === "/me" ? 500 : null) };
  const browser = world.browser();
  const { pathname, search } = await brief.signInAt(await pageFor(browser));
  expect(await browser.open(pathname + search)).toMatchObject({ location: "/events" });
  expect(await browser.account()).toMatchObject({ name: "grace.hopper", email: "grace.hopper@example.org" });
});

test("an account of the same address is taken by a trusted provider's word, and its owner is told by email", async () => {
  const ada = await signedUp(trusting);
  at.person = someone({ email: ada.email.toUpperCase() });
  const browser = trusting.browser();
  expect(await signIn(browser)).toMatchObject({ location: "/events" });
  expect(await browser.account()).toMatchObject({ id: ada.id, name: ada.name, hasPassword: true });
  expect(trusting.mailsTo(ada.email).at(-1)).toMatchObject({ kind: "providerLinked" });
});

test("another person at the provider, to whom an address was given later, does not get the account of the first", async () => {
  const first = at.person;
  await signIn(trusting.browser());
  at.person = someone({ email: first.email! });
  const browser = trusting.browser();
  expect(await signIn(browser)).toMatchObject(refusedWith("provider_other_identity"));
  expect(await browser.account()).toBeNull();
});

test("what a stranger did to an address that was never verified is gone once its owner comes by the provider", async () => {
  const stranger = await signedUp(trusting);
  await sql`update users set email_verified = false where id = ${stranger.id}`.execute(trusting.db);
  at.person = someone({ email: stranger.email });
  const owner = trusting.browser();
  await signIn(owner);
  expect(await owner.account()).toMatchObject({ id: stranger.id, hasPassword: false });
  expect(await stranger.browser.account()).toBeNull();
});

test("a provider that is not trusted gets nobody an account by an address, neither a new one nor one that is there", async () => {
  const ada = await signedUp(careful);
  for (const email of [ada.email, `${randomUUID()}@example.org`]) {
    at.person = someone({ email });
    const browser = careful.browser();
    expect(await signIn(browser, { next: "/x" })).toMatchObject(refusedWith("provider_address_unproven", "&next=%2Fx"));
    expect(await browser.account()).toBeNull();
    expect(await sql`select id from users where email = ${email}`.execute(careful.db)).toMatchObject({
      rows: email === ada.email ? [{ id: ada.id }] : [],
    });
  }
  expect(careful.mailsTo(ada.email).map(({ kind }) => kind)).toEqual(["verifyEmail"]);
});

test("whoever is signed in links it, by whatever address, signs in by it from then on, and unlinks it", async () => {
  const ada = await signedUp(careful);
  at.person = someone({ email: undefined as never });
  expect(await link(ada.browser)).toMatchObject({ status: 303, location: "/account?provider=linked" });
  expect(careful.mailsTo(ada.email).at(-1)).toMatchObject({ kind: "providerLinked" });
  const [linked] = await linkedTo(ada.browser);
  expect(linked).toMatchObject({ label: "Example Inc" });
  expect(await link(ada.browser)).toMatchObject({ location: "/account?provider=linked" });
  expect(await linkedTo(ada.browser)).toHaveLength(1);
  const browser = careful.browser();
  await signIn(browser);
  expect((await browser.account()).id).toBe(ada.id);

  const eve = await signedUp(careful);
  expect(await eve.browser.send("DELETE", `linked-providers/${linked!.id}`)).toMatchObject({ status: 404 });
  expect(await ada.browser.send("DELETE", `linked-providers/${linked!.id}`)).toMatchObject({ status: 200 });
  expect(await linkedTo(ada.browser)).toEqual([]);
  expect(await signIn(careful.browser())).toMatchObject({ location: expect.stringContaining("provider_") });
  expect((await actions(careful, ada.id)).filter((action) => action.startsWith("provider."))).toEqual([
    "provider.linked",
    "provider.unlinked",
  ]);
});

test("a provider of earlier settings is listed as such, whatever it is called", async () => {
  const ada = await signedUp(careful);
  await link(ada.browser);
  const earlier = "https://sso.example.net";
  await sql`insert into credentials (id, user_id, provider_id, account_id) values (${randomUUID()}, ${ada.id}, ${earlier}, 'ada')`.execute(
    careful.db,
  );
  const listed = await linkedTo(ada.browser);
  expect(listed.map(({ label, isCurrent }) => ({ label, isCurrent }))).toEqual([
    { label: "Example Inc", isCurrent: true },
    { label: "sso.example.net", isCurrent: false },
  ]);
});

test("as many as may begin behind one address come back there too, and no more begin", async () => {
  const strict = await accountsWorld({ publicUrl: HOME, provider: open(true), limitFactor: 1 });
  const browser = strict.browser();
  for (let count = 0; count < limits.signIn.points; count++) {
    at.person = someone();
    expect(await signIn(browser)).toMatchObject({ status: 303, location: "/events" });
  }
  expect(await browser.post("provider-sign-ins", { locale: "en" })).toMatchObject({ status: 429 });
});

test("an identity is linked to one account, and an account to one identity of a provider", async () => {
  const [ada, eve] = [await signedUp(careful), await signedUp(careful)];
  await link(ada.browser);
  expect(await link(eve.browser)).toMatchObject({ location: "/account?provider=provider_linked_elsewhere" });
  at.person = someone();
  expect(await link(ada.browser)).toMatchObject({ location: "/account?provider=provider_other_identity" });
  expect([await linkedTo(ada.browser), await linkedTo(eve.browser)]).toMatchObject([[{}], []]);
});

test("linking and unlinking need a sign-in of late, and only the session that began it links", async () => {
  const ada = await signedUp(careful);
  const begun = (await ada.browser.post("linked-providers")).body as unknown as { url: string };
  const path = await cameBack(begun.url);
  await ada.browser.post("sign-out");
  await ada.browser.post("sign-in", { email: ada.email, password: ada.password });
  expect(await ada.browser.open(path)).toMatchObject({ location: "/account?provider=provider_begin_again" });

  await link(ada.browser);
  const [linked] = await linkedTo(ada.browser);
  careful.clock.ahead = FRESH_MINUTES * MINUTE + 1_000;
  const late = { status: 403, body: { code: "reauthentication_required" } };
  expect(await ada.browser.post("linked-providers")).toMatchObject(late);
  expect(await ada.browser.send("DELETE", `linked-providers/${linked!.id}`)).toMatchObject(late);
  careful.clock.ahead = 0;
  expect(await ada.browser.send("DELETE", `linked-providers/${linked!.id}`)).toMatchObject({ status: 200 });
});

test("who was let through by the provider has not just proven who they are, unless it says so", async () => {
  const asked = async () => {
    const browser = trusting.browser();
    expect(await signIn(browser)).toMatchObject({ location: "/events" });
    return (await browser.post("passkey-offers")).status;
  };
  expect(await asked()).toBe(403);
  const ago = (seconds: number) => (claims: object) => ({ ...claims, auth_time: Math.floor(Date.now() / 1_000) - seconds });
  at.mischief = { claims: ago(2 * FRESH_MINUTES * 60) };
  expect(await asked()).toBe(403);
  at.mischief = { claims: ago(30) };
  expect(await asked()).toBe(200);
});

test.each<[string, string, Partial<Person>]>([
  ["an address that is not verified", "provider_address_unverified", { email_verified: false }],
  ["no word on whether the address is verified", "provider_address_unverified", { email_verified: undefined as never }],
  ["no address", "provider_address_unverified", { email: undefined as never }],
  ["what is no address", "provider_address_unverified", { email: "ada at example" }],
])("%s gets no account", async (_, code, person) => {
  at.person = someone(person);
  const browser = trusting.browser();
  expect(await signIn(browser)).toMatchObject(refusedWith(code));
  expect(await browser.account()).toBeNull();
});

test.each<[string, Mischief]>([
  ["of another nonce", { claims: (claims) => ({ ...claims, nonce: "another" }) }],
  ["without a nonce", { claims: ({ nonce: _, ...claims }) => claims }],
  ["for another client", { claims: (claims) => ({ ...claims, aud: "another" }) }],
  ["for us and others, without a word on who asked", { claims: (claims) => ({ ...claims, aud: ["turnout", "another"] }) }],
  ["of another issuer", { claims: (claims) => ({ ...claims, iss: "https://another.example" }) }],
  ["that has expired", { claims: (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1_000) - 120 }) }],
  ["without a subject", { claims: ({ sub: _, ...claims }) => claims }],
  ["signed by another key", { signsByAnother: true }],
  ["of another person than the address's", { claims: (claims) => ({ ...claims, sub: "another" }) }],
])("an id token %s signs nobody in", async (_, mischief) => {
  at.mischief = mischief;
  const browser = trusting.browser();
  expect(await signIn(browser)).toMatchObject(refusedWith("provider_refused"));
  expect(await browser.account()).toBeNull();
  // Control: nothing else is wrong with it.
  at.mischief = { claims: (claims) => claims };
  expect(await signIn(browser)).toMatchObject({ location: "/events" });
});

test("what comes back is taken once, in time, with its state, and in the browser that began", async () => {
  const again = refusedWith("provider_begin_again");
  const [browser, other] = [trusting.browser(), trusting.browser()];
  const path = await cameBack(await pageFor(browser));
  expect(await browser.open(path)).toMatchObject({ location: "/events" });
  expect(await browser.open(path)).toMatchObject(again);

  // Somebody else's: the reader of a link that an attacker sends would be signed in as the attacker.
  const theirs = await cameBack(await pageFor(other));
  expect(await trusting.browser().open(theirs)).toMatchObject(again);
  const victim = trusting.browser();
  await pageFor(victim);
  expect(await victim.open(await cameBack(await pageFor(other)))).toMatchObject(again);
  expect(await victim.account()).toBeNull();

  const late = await cameBack(await pageFor(other));
  trusting.clock.ahead = PROVIDER_MINUTES * MINUTE + 1_000;
  expect(await other.open(late)).toMatchObject(again);
  trusting.clock.ahead = 0;

  const changed = new URL(await cameBack(await pageFor(other)), HOME);
  changed.searchParams.set("state", "made-up");
  expect(await other.open(changed.pathname + changed.search)).toMatchObject(again);
  expect(await other.open(PROVIDER_CALLBACK)).toMatchObject(again);
});

test("a code of somebody else's sign-in is of no use in one's own", async () => {
  const [browser, other] = [trusting.browser(), trusting.browser()];
  const [own, stolen] = [new URL(await cameBack(await pageFor(browser)), HOME), new URL(await cameBack(await pageFor(other)), HOME)];
  own.searchParams.set("code", stolen.searchParams.get("code")!);
  expect(await browser.open(own.pathname + own.search)).toMatchObject(refusedWith("provider_refused"));
});

test("an answer in another issuer's name is refused", async () => {
  const browser = trusting.browser();
  const back = new URL(await cameBack(await pageFor(browser)), HOME);
  expect(back.searchParams.get("iss")).toBe(at.issuer);
  back.searchParams.set("iss", "https://another.example");
  expect(await browser.open(back.pathname + back.search)).toMatchObject(refusedWith("provider_refused"));
});

test("who says no at the provider reads that, and can try again", async () => {
  at.person = { sub: "nobody" };
  const browser = trusting.browser();
  expect(await signIn(browser, { next: "/events" })).toMatchObject(refusedWith("provider_denied", "&next=%2Fevents"));
  at.person = someone();
  expect(await signIn(browser)).toMatchObject({ location: "/events" });
});

test("keys that the provider has replaced meanwhile are known at once", async () => {
  expect(await signIn(trusting.browser())).toMatchObject({ location: "/events" });
  at.rotateKeys();
  expect(await signIn(trusting.browser())).toMatchObject({ location: "/events" });
});

test("a provider that is away or fails says so, before and after its page, and works again once it is back", async () => {
  const world = await accountsWorld({ publicUrl: HOME, provider: open(true) });
  const browser = world.browser();
  await at.leave();
  const away = { status: 503, body: { code: "provider_unavailable" } };
  expect(await browser.post("provider-sign-ins", { locale: "en" })).toMatchObject(away);
  await at.comeBack();
  const path = await cameBack(await pageFor(browser));
  at.mischief = { answers: (asked) => (asked === "/token" ? 502 : null) };
  expect(await browser.open(path)).toMatchObject(refusedWith("provider_unavailable"));
  at.mischief = {};
  const gone = await cameBack(await pageFor(browser));
  await at.leave();
  expect(await browser.open(gone)).toMatchObject(refusedWith("provider_unavailable"));
  await at.comeBack();
  expect(await signIn(browser)).toMatchObject({ location: "/events" });
});

test("a secret that the provider does not know signs nobody in, and one that is replaced meanwhile does", async () => {
  settings.clientSecret.set("another");
  expect(await signIn(trusting.browser())).toMatchObject(refusedWith("provider_refused"));
  expect(reports.at(-1)).toContain("HTTP 401");
  settings.clientSecret.set(at.client.clientSecret);
  expect(await signIn(trusting.browser())).toMatchObject({ location: "/events" });
});

test("the operator is told what was wrong, without an address, a token or a claim", async () => {
  reports.length = 0;
  at.mischief = { claims: (claims) => ({ ...claims, nonce: "of-another" }) };
  await signIn(trusting.browser());
  expect(reports).toHaveLength(1);
  expect(reports[0]).toContain("nonce");
  for (const part of [at.person.email!, at.person.sub, "of-another", "eyJ"]) expect(reports[0]).not.toContain(part);
});

test("without a provider there is none to sign in at, and none is named", async () => {
  const { browser } = await signedUp(without);
  expect(await browser.get("provider")).toMatchObject({ body: { provider: null } });
  expect(await trusting.browser().get("provider")).toMatchObject({ body: { provider: { label: "Example Inc" } } });
  const none = { status: 404, body: { code: "provider_not_found" } };
  expect(await browser.post("provider-sign-ins", { locale: "en" })).toMatchObject(none);
  expect(await browser.post("linked-providers")).toMatchObject(none);
  expect(await browser.open(PROVIDER_CALLBACK)).toMatchObject(refusedWith("provider_begin_again"));
});
