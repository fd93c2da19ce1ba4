import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { asUser, type Member } from "../testing/world.ts";
import { addHost, createEvent, publishEvent, removeHost } from "./commands.ts";
import { inviteHost } from "./host-invitations.ts";

const { deps, server } = await testApp();
const password = "tangerine-kayak-7";

async function signedUp(name: string): Promise<Member & { cookie: string }> {
  const email = `${name.toLowerCase()}@people.test`;
  const passwordHash = await hashPassword(password);
  const id = await deps.db.transaction().execute((tx) => createAccount(tx, { name, email, locale: "en", passwordHash }));
  const reply = await post("/api/auth/sign-in", "", { email, password });
  const cookie = [reply.headers["set-cookie"] ?? []].flat().map((line) => line.split(";")[0]);
  return { id: id!, name, cookie: cookie.join("; ") };
}

const post = (url: string, cookie: string, payload: object) =>
  server.inject({ method: "POST", url, headers: { host: "turnout.test", origin: testUrl, cookie }, payload });

const accept = (token: string, cookie: string, commandId: string) =>
  post(`/api/host-invitations/${token}/acceptance`, cookie, { commandId });

test("an invitation to host that an existing host opened is still valid for its recipient", async () => {
  const [ada, lin, eve] = [await signedUp("Ada"), await signedUp("Lin"), await signedUp("Eve")];
  const eventId = randomUUID();
  const fields = { title: "Picnic", starts: "2030-06-18T19:00", zone: "Europe/Lisbon" };
  await deps.changeEvent(eventId, createEvent, { commandId: randomUUID(), eventId, fields }, asUser(ada), { opensEvent: true });
  const { token } = await inviteHost(deps.db, { eventId, email: "lin@people.test", createdBy: ada.id });

  const refused = await accept(token, ada.cookie, randomUUID());
  expect([refused.statusCode, refused.json().code]).toEqual([409, "already_host"]);

  const commandId = randomUUID();
  const taken = await accept(token, lin.cookie, commandId);
  expect([taken.statusCode, taken.json()]).toMatchObject([200, { eventId, commandId }]);
  expect((await accept(token, lin.cookie, commandId)).json()).toEqual(taken.json());
  expect((await accept(token, eve.cookie, randomUUID())).json().code).toBe("link_invalid");
});

test("an invitation to host shows the event's time, place and cover, but not its online link", async () => {
  const ada = await signedUp("Aline");
  const places = [
    { kind: "place", name: "The meadow", address: "Am Ufer 1" },
    { kind: "online", url: "https://meet.example/room" },
  ] as const;
  const shown = [];
  for (const place of places) {
    const eventId = randomUUID();
    const fields = { title: "Picnic", starts: "2030-06-18T19:00", zone: "Europe/Lisbon", place, cover: { theme: "waves", imageId: null } };
    await deps.changeEvent(eventId, createEvent, { commandId: randomUUID(), eventId, fields } as never, asUser(ada), { opensEvent: true });
    const { token } = await inviteHost(deps.db, { eventId, email: "new@people.test", createdBy: ada.id });
    const reply = await server.inject({ url: `/api/host-invitations/${token}`, headers: { host: "turnout.test" } });
    expect(reply.json()).toMatchObject({ eventId, title: "Picnic", host: "Aline", starts: "2030-06-18T19:00", cover: { theme: "waves" } });
    shown.push(reply.json().place);
  }
  expect(shown).toEqual([places[0], { kind: "online", url: null }]);
});

test("a personal link that a host copied gives no access once they are removed, neither to pages nor over connections", async () => {
  const [ada, lin] = [await signedUp("Annie"), await signedUp("Betty")];
  const [eventId, guestId] = [randomUUID(), randomUUID()];
  const fields = { title: "Picnic", starts: "2030-06-18T19:00", zone: "Europe/Lisbon" };
  await deps.changeEvent(eventId, createEvent, { commandId: randomUUID(), eventId, fields }, asUser(ada), { opensEvent: true });
  await deps.changeEvent(eventId, publishEvent, { commandId: randomUUID() }, asUser(ada));
  await deps.changeEvent(eventId, addHost, { commandId: randomUUID() }, asUser(lin));
  const guests = [{ guestId, name: "Grace", email: null, plusOnesAllowed: null, locale: null }];
  await post(`/api/events/${eventId}/invitations`, ada.cookie, { commandId: randomUUID(), guests, message: "", send: false });

  const linkBy = async (host: { cookie: string }) => {
    const made = await post(`/api/events/${eventId}/guests/${guestId}/link`, host.cookie, { commandId: randomUUID() });
    return new URL(made.json().url).pathname;
  };
  const open = async (path: string) => {
    const reply = await server.inject({ url: path, headers: { host: "turnout.test" } });
    return [reply.headers["set-cookie"] ?? []].flat().map((line) => line.split(";")[0])[0] ?? "";
  };
  const picture = async (cookie: string) =>
    (await server.inject({ url: `/api/events/${eventId}`, headers: { host: "turnout.test", cookie } })).statusCode;
  const [byAda, byLin] = [await linkBy(ada), await linkBy(lin)];
  const [adas, lins] = [await open(byAda), await open(byLin)];
  expect([await picture(adas), await picture(lins)]).toEqual([200, 200]);
  const history = await server.inject({
    url: `/api/events/${eventId}/guests/${guestId}/history`,
    headers: { host: "turnout.test", cookie: ada.cookie },
  });
  const made = history.json().lines.filter(({ body }: { body: { type: string } }) => body.type === "link.made");
  expect(made.map(({ actor }: { actor: { name: string } }) => actor.name)).toEqual(["Annie", "Betty"]);

  await deps.changeEvent(eventId, removeHost, { commandId: randomUUID(), userId: lin.id }, asUser(ada));
  expect([await picture(adas), await picture(lins), await picture(await open(byLin))]).toEqual([200, 404, 404]);
  const answer = { commandId: randomUUID(), answer: "going", plusOnes: [], note: "" };
  const said = await server.inject({
    method: "PUT",
    url: `/api/events/${eventId}/rsvp`,
    headers: { host: "turnout.test", origin: testUrl, cookie: lins },
    payload: answer,
  });
  expect(said.statusCode).toBe(404);
  expect(await picture(await open(byAda))).toBe(200);
});
