import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { asUser, type Member } from "../testing/world.ts";
import { createEvent } from "./commands.ts";
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

test("an invitation to host that was refused to one who hosts already is there for whom it was meant", async () => {
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
