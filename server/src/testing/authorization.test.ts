import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { ClientMessage } from "@turnout/contract/live";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { createAccount } from "../accounts/accounts.ts";
import { Authz } from "../http/authz.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { shareToken } from "../guests/share-link.ts";
import { addHost, createEvent, editEvent, publishEvent, removeHost } from "../events/commands.ts";
import { editQuestions } from "../events/questions.ts";
import { answerInvitation, editGuest, removeGuest } from "../guests/commands.ts";
import { revokeInvitation } from "../invitations/commands.ts";
import { noReports } from "../mail/provider-reports/providers.ts";
import { pinMessage, postMessage } from "../chat/commands.ts";
import { STEP_UP_MINUTES } from "../accounts/operators.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { operationNamed, operations as documented, requestOf, smallestInput, type Operation } from "./documented-operations.ts";
import { answering, asGuest, asUser, invite, type Gathering, type Member } from "./world.ts";
import { testApp, testSecret, testUrl } from "./test-app.ts";

/**
 * Every operation of the API × every kind of caller × own and other events. The expectation comes from the operation's
 * `x-authz`, the request from what the document says of its input; a caller without a rule fails.
 */
const operators = new Set(["olga@people.test", "otto@people.test", "orla@people.test"]);
const app = await testApp({ operators, reports: { ...noReports, postmarkSecret: "a secret of the provider's" } });
const { deps, server } = app;
const { db } = deps;
const password = "tangerine-kayak-7";

// ---- people -------------------------------------------------------------------------------------------------

async function account(name: string): Promise<Member> {
  const email = `${name.toLowerCase()}@people.test`;
  const hash = await hashPassword(password);
  const id = await db.transaction().execute((tx) => createAccount(tx, { name, email, locale: "en", passwordHash: hash }));
  return { id: id!, name };
}

async function cookieOf(name: string): Promise<string> {
  const reply = await server.inject({
    method: "POST",
    url: "/api/auth/sign-in",
    headers: { host: "turnout.test", origin: testUrl },
    payload: { email: `${name.toLowerCase()}@people.test`, password },
  });
  expect(reply.statusCode).toBe(200);
  return cookiesIn(reply.headers["set-cookie"]);
}

const cookiesIn = (header: string | string[] | undefined) =>
  [header ?? []]
    .flat()
    .map((line) => line.split(";")[0])
    .join("; ");

/** An operator with a passkey, whose session was begun by it so many minutes ago; null: by the password. */
async function operatorCookie(name: string, minutes: number | null): Promise<string> {
  const { id } = await account(name);
  await sql`insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
    values (gen_random_uuid(), ${id}, ${name}, '\\x00', 0, '{}', 'Phone', now())`.execute(db);
  const cookie = await cookieOf(name);
  if (minutes !== null)
    await sql`update sessions set passkey_at = now() - ${`${minutes} minutes`}::interval where user_id = ${id}`.execute(db);
  return cookie;
}

async function opening(path: string, cookie = ""): Promise<string> {
  const reply = await server.inject({ method: "GET", url: path, headers: { host: "turnout.test", ...(cookie && { cookie }) } });
  return [cookie, cookiesIn(reply.headers["set-cookie"])].filter(Boolean).join("; ");
}

// ---- the world ----------------------------------------------------------------------------------------------

interface Scene {
  eventId: string;
  /** An existing guest and message, for operations that name one. */
  guestId: string;
  messageId: string;
}

const ada = await account("Ada");
const barbara = await account("Barbara"); // co-host
const carl = await account("Carl"); // co-host once, removed
const dora = await account("Dora"); // hosts another event
const emil = await account("Emil"); // signed in, nothing else

async function aScene(host: Member, title: string, fields: object, publish = true): Promise<Scene & Gathering> {
  const id = randomUUID();
  const guests = ["Grace", "Wanda", "Nina", "Rita", "Tom", "Ines"].map((name) => ({ id: randomUUID(), name: `${name} of ${title}` }));
  const gathering = { id, host, guests };
  await deps.changeEvent(
    id,
    createEvent,
    { commandId: randomUUID(), eventId: id, fields: { title, starts: "2030-06-18T19:00", zone: "Europe/Lisbon", capacity: 1, ...fields } },
    asUser(host),
    { opensEvent: true },
  );
  if (publish) await deps.changeEvent(id, publishEvent, { commandId: randomUUID() }, asUser(host));
  await invite(app.deps as never, gathering, guests);
  const messageId = randomUUID();
  await deps.changeEvent(id, postMessage, { commandId: messageId, text: `canary-chat-${title}`, replyTo: null }, asUser(host));
  await deps.changeEvent(id, pinMessage, { commandId: randomUUID(), messageId }, asUser(host));
  return { ...gathering, eventId: id, guestId: guests[4]!.id, messageId };
}

const own = await aScene(ada, "own", { visibility: "link" });
const other = await aScene(dora, "other", { visibility: "link" });
const hidden = await aScene(dora, "hidden", { visibility: "invited" });
const draft = await aScene(dora, "draft", {}, false);
const open = await aScene(dora, "open", { visibility: "public" });
const absent: Scene = { eventId: randomUUID(), guestId: randomUUID(), messageId: randomUUID() };

const [going, waiting, declined, removed, bystander, invited] = own.guests as [Member, Member, Member, Member, Member, Member];
const { id } = own;
await deps.changeEvent(id, addHost, { commandId: randomUUID() }, asUser(barbara));
await deps.changeEvent(id, addHost, { commandId: randomUUID() }, asUser(carl));
await deps.changeEvent(id, removeHost, { commandId: randomUUID(), userId: carl.id }, asUser(ada));
const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
await deps.changeEvent(
  id,
  edit,
  { commandId: randomUUID(), fields: { guestListFor: "hosts", description: "canary-description" } },
  asUser(ada),
);
await deps.changeEvent(
  id,
  editGuest,
  { commandId: randomUUID(), guestId: bystander.id, email: "canary-email@people.test", name: "Canary Bystander" },
  asUser(ada),
);
const asked = {
  id: "0000000a",
  kind: "shortText" as const,
  text: "Allergies",
  options: [],
  required: false,
  perPerson: false,
  asksMaybe: true,
};
await deps.changeEvent(id, editQuestions, { commandId: randomUUID(), questions: [asked] }, asUser(ada));
const told = { note: "canary-note", questionAnswers: { [asked.id]: ["canary-answer"] } };
await deps.changeEvent(id, answerInvitation, { ...answering("maybe"), ...told }, asGuest(bystander));
await deps.changeEvent(id, answerInvitation, answering("going"), asGuest(going));
await deps.changeEvent(id, answerInvitation, answering("going"), asGuest(waiting));
await deps.changeEvent(id, answerInvitation, answering("declined"), asGuest(declined));
const authored = randomUUID();
await deps.changeEvent(id, postMessage, { commandId: authored, text: "by Grace", replyTo: null }, asGuest(going));

const linkOf = async (guest: Member) => opening(`/i/${await makePersonalLink(db, id, guest.id)}`);
const removedCookie = await linkOf(removed);
const revokedGuest = { id: randomUUID(), name: "Ken" };
await invite(app.deps as never, own, [revokedGuest]);
const revokedCookie = await linkOf(revokedGuest);
await deps.changeEvent(id, revokeInvitation, { commandId: randomUUID(), guestId: revokedGuest.id }, asUser(ada));
await deps.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: removed.id }, asUser(ada));
const expiredCookie = await cookieOf("Emil");
await sql`update sessions set expires_at = now() - interval '1 minute' where user_id = ${emil.id}`.execute(db);
const expiredVisit = await linkOf(declined);
await sql`update visits set expires_at = now() - interval '1 minute'`.execute(db);
await sql`update visits set expires_at = now() + interval '1 day' where id in (select visit_id from visit_grants where guest_id = any(${[removed.id, revokedGuest.id]}::uuid[]))`.execute(
  db,
);

const share = (version: number) => `/j/${shareToken(testSecret, id, version)}`;

/** What each caller is to the own event; to the other events all but Dora, their host, are strangers. */
const principals: Record<
  string,
  { cookie: string; is: "nobody" | "visitor" | "guest" | "author" | "host"; account: boolean; operates?: boolean; lacksPasskey?: boolean }
> = {
  anonymous: { cookie: "", is: "nobody", account: false },
  "link visitor": { cookie: await opening(share(1)), is: "visitor", account: false },
  "visitor with a forged link": { cookie: await opening(share(99)), is: "nobody", account: false },
  "invited guest": { cookie: await linkOf(invited), is: "guest", account: false },
  "going guest": { cookie: await linkOf(going), is: "author", account: false },
  "waiting guest": { cookie: await linkOf(waiting), is: "guest", account: false },
  "declined guest": { cookie: await linkOf(declined), is: "guest", account: false },
  "removed guest": { cookie: removedCookie, is: "nobody", account: false },
  "guest with a revoked link": { cookie: revokedCookie, is: "nobody", account: false },
  "guest with an expired visit": { cookie: expiredVisit, is: "nobody", account: false },
  "signed-in stranger": { cookie: await cookieOf("Emil"), is: "nobody", account: true },
  "expired session": { cookie: expiredCookie, is: "nobody", account: false },
  host: { cookie: await cookieOf("Ada"), is: "host", account: true },
  "co-host": { cookie: await cookieOf("Barbara"), is: "host", account: true },
  "removed co-host": { cookie: await cookieOf("Carl"), is: "nobody", account: true },
  "other event's host": { cookie: await cookieOf("Dora"), is: "nobody", account: true },
  "operator by passkey": { cookie: await operatorCookie("Olga", 0), is: "nobody", account: true, operates: true },
  "operator by password": { cookie: await operatorCookie("Otto", null), is: "nobody", account: true, lacksPasskey: true },
  "operator by a passkey of earlier": {
    cookie: await operatorCookie("Orla", STEP_UP_MINUTES),
    is: "nobody",
    account: true,
    lacksPasskey: true,
  },
  "stranger by passkey": { cookie: await operatorCookie("Sven", 0), is: "nobody", account: true },
};

const relations: Record<string, Scene> = { own, other, hidden, draft, open, absent };

// ---- operations ---------------------------------------------------------------------------------------------

type Request = { method: string; url: string; body?: object; form?: string };
const c = () => ({ commandId: randomUUID() });

/**
 * Requests that leave the scene as it is, of operations whose smallest input says too little: it is refused before anybody is
 * recognised, or names nobody where somebody who is there can be named.
 */
const requests: Record<string, (scene: Scene) => Request> = {
  editEvent: (s) => ({ method: "PATCH", url: `/api/events/${s.eventId}`, body: { ...c(), fields: { description: "canary-description" } } }),
  answerInvitation: (s) => ({ method: "PUT", url: `/api/events/${s.eventId}/rsvp`, body: { ...answering("maybe", 10), name: "Somebody" } }),
  confirmComing: (s) => ({ method: "PUT", url: `/api/events/${s.eventId}/rsvp/confirmation`, body: { ...c(), day: "2001-01-01" } }),
  addGuest: (s) => ({
    method: "POST",
    url: `/api/events/${s.eventId}/guests`,
    body: { ...answering("maybe"), note: undefined, guestId: randomUUID(), name: "Walk-in" },
  }),
  editGuest: (s) => ({ method: "PATCH", url: `/api/events/${s.eventId}/guests/${s.guestId}`, body: { ...c(), name: "Canary Bystander" } }),
  answerForGuest: (s) => ({
    method: "PUT",
    url: `/api/events/${s.eventId}/guests/${s.guestId}/rsvp`,
    body: { ...c(), answer: "maybe", plusOnes: [] },
  }),
  readmitGuest: (s) => ({ method: "POST", url: `/api/events/${s.eventId}/guests/${s.guestId}/readmission`, body: c() }),
  previewInvitation: (s) => ({ method: "POST", url: `/api/events/${s.eventId}/invitations/preview`, form: "name=Grace&locale=&message=" }),
  previewBulletin: (s) => ({
    method: "POST",
    url: `/api/events/${s.eventId}/bulletin-preview`,
    form: `name=Grace&guestId=${s.guestId}&kind=words&subject=Hi&text=Hello`,
  }),
  resendInvitation: (s) => ({ method: "POST", url: `/api/events/${s.eventId}/guests/${s.guestId}/invitation`, body: c() }),
  makePersonalLink: (s) => ({
    method: "POST",
    url: `/api/events/${s.eventId}/guests/${s.guestId}/link`,
    body: { commandId: randomUUID() },
  }),
  editMessage: (s) => ({
    method: "PATCH",
    url: `/api/events/${s.eventId}/messages/${s === own ? authored : s.messageId}`,
    body: { ...c(), text: "by Grace" },
  }),
  readNotifications: () => ({ method: "POST", url: "/api/notifications/read", body: { ids: [randomUUID()] } }),
  liftSuppression: () => ({ method: "DELETE", url: `/api/operator/suppressions/${"0".repeat(64)}.guests` }),
  restoreSuppression: () => ({
    method: "PUT",
    url: `/api/operator/suppressions/${"0".repeat(64)}.guests`,
    body: { reason: "bounced", since: "2026-01-01T00:00:00.000Z" },
  }),
  uploadImage: () => ({ method: "POST", url: "/api/images", body: {} }),
  // Of a provider that is set up: the others' reports are taken from nobody.
  reportDeliveries: () => ({ method: "POST", url: "/api/delivery-reports/postmark", body: {} }),
};

/** What reads names what is there; what changes something names what is not, so that it changes nothing. */
function requestFor(operation: Operation, scene: Scene): Request {
  const build = requests[operation.operationId];
  if (build) return build(scene);
  const names = operation.inPath.filter((field) => field === "eventId" || operation.method === "GET");
  const ids = Object.fromEntries(Object.entries(scene).filter(([field]) => names.includes(field))) as Record<string, string>;
  const input = smallestInput(operation, (field) => ids[field] ?? randomUUID());
  return requestOf(operation, input);
}

/** Operations on one's own account, and those open to all: the tests in accounts/ cover them; here they are listed by name. */
const elsewhere = new Set([
  "getSession",
  "signUp",
  "confirmSignUp",
  "signIn",
  "requestSignInLink",
  "redeemSignInLink",
  "requestPasswordReset",
  "resetPassword",
  "signOut",
  "editAccount",
  "deleteAccount",
  "changePassword",
  "requestEmailChange",
  "confirmEmailChange",
  "listSessions",
  "endOtherSessions",
  "endSession",
  "getOpenApi",
  "getHostInvitation",
  "getImage",
  "getUploadedCover",
  "getDrawnCover",
  "listMyEvents",
  "sendRecoveryCode",
  "redeemRecoveryCode",
  "getPushState",
  "subscribeToPush",
  "endPush",
  "openDoorLink",
  "scanByDoorLink",
  "recordArrivalByDoorLink",
  "getBoardByDoorLink",
]);

/** These change the scene, so they come last. */
const last = ["renewShareLink", "cancelEvent"];
const operations = documented
  .filter(({ operationId }) => !elsewhere.has(operationId))
  .toSorted((a, b) => last.indexOf(a.operationId) - last.indexOf(b.operationId));

// ---- expectations -------------------------------------------------------------------------------------------

/** Whether the declared rule allows a caller with this relation to the event. */
function isAllowed(authz: Authz, who: { is: string; account: boolean; wrote: boolean; operates: boolean; lacksPasskey: boolean }): boolean {
  const rank = ["nobody", "visitor", "guest", "author", "host"].indexOf(who.is);
  switch (authz) {
    case "anyone":
      return true;
    case "account":
      return who.account;
    case "accountHolder":
      return who.account && !who.lacksPasskey;
    case "viewer":
    case "answerer":
      return rank >= 1;
    case "guest":
      return who.is === "guest" || who.is === "author";
    case "guestWithAccount":
      return who.account && (who.is === "guest" || who.is === "author");
    case "admitted":
    case "authorOrHost":
      return rank >= 2;
    case "author":
      return who.wrote;
    case "host":
      return who.is === "host";
    case "operatorWithPasskey":
      return who.operates;
    case "operator":
    case "provider":
      return false;
  }
}

function standingAt(relation: string, name: string) {
  const { is, account: signedIn, operates = false, lacksPasskey = false } = principals[name]!;
  if (relation === "own") return { is, account: signedIn, wrote: is === "author", operates, lacksPasskey };
  if (name === "other event's host" && relation !== "absent") return { is: "host", account: true, wrote: true, operates, lacksPasskey };
  return { is: relation === "open" ? "visitor" : "nobody", account: signedIn, wrote: false, operates, lacksPasskey };
}

const replyTo = async (name: string, { method, url, body, form }: Request) => {
  const { cookie } = principals[name]!;
  const reply = await server.inject({
    method: method as "GET",
    url,
    headers: {
      host: "turnout.test",
      origin: testUrl,
      ...(cookie && { cookie }),
      ...(form && { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...((body ?? form) && { payload: body ?? form }),
  });
  return { status: reply.statusCode, text: reply.body };
};

const DENIED = new Set([401, 403, 404]);
/** Who is told that a thing of the event is not there was let in to look for it. */
const isDenied = (status: number, text: string) => DENIED.has(status) && !/"code":"((?!event_)\w+_not_found|link_invalid)"/.test(text);

/** Private texts, each in one place of the own event, with those who may read it. */
const canaries: [RegExp, (who: { is: string }) => boolean][] = [
  [/canary-email|canary-note|canary-answer/, ({ is }) => is === "host"],
  [/Canary Bystander/, ({ is }) => is === "host"],
  [/canary-chat-own/, ({ is }) => ["guest", "author", "host"].includes(is)],
  [/canary-chat-(other|hidden|draft|open)/, () => false],
  [/canary-description/, ({ is }) => is !== "nobody"],
];

function expectNoCanary(text: string, who: { is: string }, cell: string) {
  for (const [canary, mayRead] of canaries) if (!mayRead(who)) expect(text, cell).not.toMatch(canary);
}

test("private texts of an event are sent only to those who may read them", async () => {
  const read = operations.filter(({ method }) => method === "GET").map((operation) => requestFor(operation, own));
  const pages = [`/e/${own.eventId}`, "/api/my-events"].map((url) => ({ method: "GET", url }));
  for (const request of [...read, ...pages]) {
    const reading = Object.keys(principals).map(async (principal) => {
      const { text } = await replyTo(principal, request);
      expectNoCanary(text, standingAt("own", principal), `${principal} reads ${request.url}`);
    });
    await Promise.all(reading);
  }
});

// ---- the socket ---------------------------------------------------------------------------------------------

/** The socket's messages and who may send them; `typing` reaches others only from an admitted sender. */
const socketAuthz: Record<ClientMessage["type"], Authz> = { follow: "viewer", unfollow: "anyone", typing: "admitted", ping: "anyone" };

test("every message of the socket has a rule", () => {
  expect(ClientMessage.options.map((option) => option.shape.type.value).toSorted()).toEqual(Object.keys(socketAuthz).toSorted());
});

test("only viewers can follow an event, and no frame contains a text that its reader may not read", async () => {
  await server.listen({ port: 0, host: "127.0.0.1" });
  const { port } = server.server.address() as AddressInfo;
  const { epoch } = JSON.parse((await replyTo("host", requestFor(operationNamed("getEvent"), own))).text) as { epoch: string };

  for (const [principal, { cookie }] of Object.entries(principals)) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live`, { headers: { origin: testUrl, ...(cookie && { cookie }) } });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    for (const [relation, scene] of Object.entries(relations)) {
      const frames: string[] = [];
      const settled = new Promise<string>((resolve) => {
        socket.on("message", function hear(data: Buffer) {
          const text = data.toString();
          if (!text.includes(scene.eventId)) return;
          frames.push(text);
          const { type } = JSON.parse(text) as { type: string };
          if (!["caughtUp", "ended", "reset"].includes(type)) return;
          socket.off("message", hear);
          resolve(text);
        });
      });
      socket.send(JSON.stringify({ type: "follow", eventId: scene.eventId, epoch, after: 0 }));
      const last = await settled;
      const who = standingAt(relation, principal);
      expect(last.includes("not_found"), `${principal} × ${relation}: ${last}`).toBe(!isAllowed(socketAuthz.follow, who));
      if (relation === "own") expectNoCanary(frames.join(), who, principal);
    }
    socket.terminate();
  }
});

/** Forms of pages, which work without scripts: the same callers are allowed as for their operation. */
const forms: Record<string, { authz: Authz; build: (scene: Scene) => Request }> = {
  "the form of an event's page": {
    authz: "answerer",
    build: (s) => ({ method: "POST", url: `/e/${s.eventId}`, form: "form=1&answer=maybe&name=Somebody&party=10" }),
  },
  "the form that asks for a lost link": {
    authz: "anyone",
    build: (s) => ({ method: "POST", url: `/e/${s.eventId}/recover`, form: "email=nobody%40example.org" }),
  },
  "the form that takes its code": {
    authz: "anyone",
    build: (s) => ({ method: "POST", url: `/e/${s.eventId}/recover/code`, form: "email=nobody%40example.org&code=00000000" }),
  },
};

for (const [name, { authz, build }] of Object.entries(forms)) {
  test(`${name} is for: ${authz}`, async () => {
    const cells = Object.entries(relations).flatMap(([relation, scene]) =>
      Object.keys(principals).map(async (principal) => {
        const who = standingAt(relation, principal);
        const { status, text } = await replyTo(principal, build(scene));
        const cell = `${name} × ${principal} × ${relation} → ${status}`;
        expect(isDenied(status, ""), cell).toBe(!isAllowed(authz, who));
        expect(status, cell).toBeLessThan(500);
        if (relation === "own") expectNoCanary(text, who, cell);
      }),
    );
    // A wrong code is refused after a second, so they are tried side by side.
    await Promise.all(cells);
  });
}

for (const operation of operations) {
  const { operationId, method, path, authz } = operation;
  test(`${method} ${path} is for: ${authz}`, async () => {
    for (const [relation, known] of Object.entries(relations)) {
      const tried = async (principal: string) => {
        const who = standingAt(relation, principal);
        // A draft for each, and not the one that other tests look at: it may be gone afterwards.
        const scene = operationId === "deleteDraft" && known === draft ? await aScene(dora, "draft", {}, false) : known;
        const { status, text } = await replyTo(principal, requestFor(operation, scene));
        const cell = `${operationId} × ${principal} × ${relation} → ${status} ${text.slice(0, 120)}`;
        expect(isDenied(status, text), cell).toBe(!isAllowed(authz as Authz, who));
        expect(status, cell).toBeLessThan(500);
        if (relation === "own") expectNoCanary(text, who, cell);
      };
      // Of pictures, few are read at once, and the others turned away.
      if (operationId === "uploadImage") for (const principal of Object.keys(principals)) await tried(principal);
      else await Promise.all(Object.keys(principals).map(tried));
    }
  });
}

test("every operation declares an existing rule", () => {
  for (const { operationId, authz } of documented) expect(Authz.safeParse(authz).success, operationId).toBe(true);
});

test("a denied event and one that does not exist get the same reply", async () => {
  for (const operation of operations.filter(({ inPath }) => inPath.includes("eventId"))) {
    const of = async (scene: Scene) => {
      const { status, text } = await replyTo("signed-in stranger", requestFor(operation, scene));
      return `${status} ${text.replace(/"requestId":"[^"]*"/, "")}`;
    };
    const toAbsent = await of(absent);
    for (const scene of [hidden, draft]) expect(await of(scene), operation.operationId).toBe(toAbsent);
  }
});

/** The request with another command id, where the operation has one. */
function withCommandId({ url, body, ...request }: Request, commandId: string): Request | null {
  if (body && "commandId" in body) return { ...request, url, body: { ...body, commandId } };
  return url.includes("commandId=") ? { ...request, url: url.replace(/commandId=[^&]+/, `commandId=${commandId}`) } : null;
}

test("whoever may not see an event does not learn from a command's id whether it was used there", async () => {
  const strangers = Object.keys(principals).filter((name) => standingAt("own", name).is === "nobody" && name !== "other event's host");
  const commands = operations.filter((one) => one.inPath.includes("eventId") && withCommandId(requestFor(one, own), randomUUID()));
  expect(commands.length).toBeGreaterThan(15);
  const trying = async (name: string, request: Request, commandId: string) => {
    const { status, text } = await replyTo(name, withCommandId(request, commandId)!);
    return `${status} ${text.replace(/"requestId":"[^"]*"/, "")}`;
  };
  for (const operation of commands)
    for (const scene of [own, hidden, draft]) {
      const request = requestFor(operation, scene);
      const tried = strangers.map(async (name) => {
        const [unused, used] = await Promise.all([trying(name, request, randomUUID()), trying(name, request, scene.messageId)]);
        expect(used, `${operation.operationId} × ${name}`).toBe(unused);
      });
      await Promise.all(tried);
    }
  expect(await trying("host", requestFor(operationNamed("postMessage"), own), own.messageId), "control: the id is used").toContain(
    "command_id_reused",
  );
});
