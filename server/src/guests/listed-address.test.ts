import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { readLog } from "../log/read-log.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser, publicViewer, type World } from "../testing/world.ts";
import { entryFor } from "@turnout/contract/entry-kinds";
import { answerInvitation } from "./commands.ts";

const { deps, server } = await testApp();
const world = deps as unknown as World;

async function anEvent() {
  const event = await aGathering(world, { fields: { plusOnesAllowed: 1, visibility: "public", guestListFor: "everyone" } });
  const grace = { guestId: randomUUID(), name: "Grace", email: "grace@example.org", plusOnesAllowed: null, locale: null };
  const input = { commandId: randomUUID(), guests: [grace], message: "", send: false };
  await deps.changeEvent(event.id, inviteGuests, input, asUser(event.host));
  return { ...event, grace };
}

async function ask(method: "GET" | "PUT", url: string, cookie: string, payload?: object) {
  const headers = { host: "turnout.test", origin: testUrl, cookie };
  const reply = await server.inject({ method, url, headers, ...(payload && { payload }) });
  const cookies = [reply.headers["set-cookie"] ?? []].flat().map((line) => line.split(";")[0]!);
  return { status: reply.statusCode, body: reply.json(), cookie: cookies.join("; ") || cookie };
}

/** All that is not the address itself, or an id, a name of a cookie, or a moment. */
function plain(value: unknown, email: string): string {
  return JSON.stringify(value)
    .replaceAll(email, "EMAIL")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}

/** Everything that a stranger sees who answers with an address, and what others see of it. */
async function seenWith(email: string, more: object[]): Promise<string> {
  const { id } = await anEvent();
  let cookie = "";
  const seen: unknown[] = [];
  for (const one of more) {
    const reply = await ask("PUT", `/api/events/${id}/rsvp`, cookie, {
      commandId: randomUUID(),
      answer: "going",
      plusOnes: [],
      note: "",
      name: "Grace",
      ...one,
    });
    cookie = reply.cookie;
    seen.push(reply.status, reply.body);
  }
  for (const path of ["", "/guests", "/guests?search=grace"]) seen.push((await ask("GET", `/api/events/${id}${path}`, cookie)).body);
  const { entries } = await readLog(deps.db, id, { after: 0 });
  seen.push(entries.flatMap((entry) => entryFor(publicViewer, entry) ?? []));
  return plain(seen, email);
}

test.each([
  ["a first answer", [{ email: true }]],
  ["an address that is added later", [{}, { email: true, answer: "maybe" }]],
  ["an answer that a rule refuses", [{ email: true, plusOnes: Array.from({ length: 2 }, () => "") }]],
  ["the same once more, from the same browser", [{ email: true }, { email: true }]],
])("%s tells a stranger nothing of whether the address is on the list", async (_what, answers) => {
  const given = (email: string) => answers.map((answer) => ("email" in answer ? { ...answer, email } : answer));
  const [known, unknown] = ["grace@example.org", "nobody@example.org"];
  expect(await seenWith(known, given(known))).toBe(await seenWith(unknown, given(unknown)));
});

test("hosts and the verified owner of an address are told that it is on the list", async () => {
  const { id, host, grace } = await anEvent();
  const input = { commandId: randomUUID(), answer: "going" as const, plusOnes: [], note: "", name: "Grace", email: grace.email };
  const asked = [
    asUser(host),
    { ...asUser({ id: randomUUID(), name: "Grace" }), user: { id: randomUUID(), name: "Grace", email: grace.email } },
  ];
  for (const caller of asked)
    await expect(deps.changeEvent(id, answerInvitation, input, caller)).rejects.toMatchObject({ code: "email_on_list" });
});
