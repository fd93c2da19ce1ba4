import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createEvent, publishEvent } from "../events/commands.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { asUser, aUser, createWorld, invite } from "../testing/world.ts";

const { deps, server } = await testApp();
const { db } = deps;
const open = (url: string, headers = {}) => server.inject({ url, headers: { host: "turnout.test", accept: "text/html", ...headers } });

/** A private event, and the link of one guest who is invited to it. */
async function anInvitation() {
  const host = await aUser(createWorld(db), "Ada");
  const [id, guest] = [randomUUID(), { id: randomUUID(), name: "Grace" }];
  const fields = { title: "Picnic", description: "By the lake", starts: "2030-06-18T19:00", visibility: "invited" as const };
  await deps.changeEvent(id, createEvent, { commandId: randomUUID(), eventId: id, fields }, asUser(host), { opensEvent: true });
  await deps.changeEvent(id, publishEvent, { commandId: randomUUID() }, asUser(host));
  await invite(deps as never, { id, host, guests: [] }, [guest]);
  return { id, guest, path: `/i/${await makePersonalLink(db, id, guest.id)}` };
}

test.each([
  ["a chat's preview, which keeps no cookies", { "user-agent": "facebookexternalhit/1.1" }],
  ["a browser", { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }],
])("%s is shown at once which event a personal link opens", async (_who, headers) => {
  const { id, path } = await anInvitation();
  for (const url of [path, `${path}?answer=going`]) {
    const { statusCode, body } = await open(url, headers);
    expect(statusCode).toBe(200);
    expect(body).toContain('<meta property="og:title" content="Picnic" />');
    expect(body).toMatch(/og:description" content="[^"]*By the lake"/);
    expect(body).toMatch(/og:image" content="http[^"]+"/);
    expect(body).toContain(`<meta property="og:url" content="${testUrl}/e/${id}" />`);
    expect(body).toContain("noindex");
  }
});

test("from then on the browser is that guest, and only that browser", async () => {
  const { id, guest, path } = await anInvitation();
  const reply = await open(path);
  const cookie = String(reply.headers["set-cookie"]).split(";")[0]!;
  const picture = await server.inject({ url: `/api/events/${id}`, headers: { host: "turnout.test", cookie } });
  expect(picture.json().me.guestId).toBe(guest.id);
  expect((await open(`/e/${id}`)).statusCode).toBe(404);
});
