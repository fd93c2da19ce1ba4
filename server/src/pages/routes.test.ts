import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { expect, test } from "vitest";
import { createEvent, editEvent, publishEvent } from "../events/commands.ts";
import { storeImage } from "../events/images.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { asUser, aUser, createWorld, invite } from "../testing/world.ts";

const { deps, server } = await testApp();
const { db } = deps;
const open = (url: string, headers = {}) => server.inject({ url, headers: { host: "turnout.test", accept: "text/html", ...headers } });

/** A private event, and the personal link of one guest. */
async function anInvitation() {
  const host = await aUser(createWorld(db), "Ada");
  const [id, guest] = [randomUUID(), { id: randomUUID(), name: "Grace" }];
  const fields = { title: "Picnic", description: "By the lake", starts: "2030-06-18T19:00", visibility: "invited" as const };
  await deps.changeEvent(id, createEvent, { commandId: randomUUID(), eventId: id, fields }, asUser(host), { opensEvent: true });
  await deps.changeEvent(id, publishEvent, { commandId: randomUUID() }, asUser(host));
  await invite(deps as never, { id, host, guests: [] }, [guest]);
  return { id, host, guest, path: `/i/${await makePersonalLink(db, id, guest.id)}` };
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
    expect(body).toContain(`<meta property="og:url" content="${testUrl}/e/${id}" />`);
    expect(body).toContain("noindex");
  }
});

test("after opening a personal link the browser is that guest, and no other browser is", async () => {
  const { id, guest, path } = await anInvitation();
  const reply = await open(path);
  const cookie = String(reply.headers["set-cookie"]).split(";")[0]!;
  const snapshot = await server.inject({ url: `/api/events/${id}`, headers: { host: "turnout.test", cookie } });
  expect(snapshot.json().me.guestId).toBe(guest.id);
  expect((await open(`/e/${id}`)).statusCode).toBe(404);
});

const pictureOf = async (path: string) => /og:image" content="([^"]*)"/.exec((await open(path)).body)![1];

/** A preview's picture metadata, and the picture at its address. */
async function previewOf(path: string) {
  const { body } = await open(path);
  const said = (property: string) => new RegExp(`<meta (?:property|name)="${property}" content="([^"]*)"`).exec(body)?.[1];
  const picture = await server.inject({ url: said("og:image")!.replace(testUrl, ""), headers: { host: "turnout.test" } });
  const { format, width, height } = picture.statusCode === 200 ? await sharp(picture.rawPayload).metadata() : {};
  expect([picture.headers["content-type"], `${width}`, `${height}`]).toEqual(
    ["og:image:type", "og:image:width", "og:image:height"].map(said),
  );
  return { format, resource: picture.headers["cross-origin-resource-policy"], alt: said("og:image:alt"), card: said("twitter:card") };
}

test("a link preview has the cover as a JPEG, which every chat app shows, with its size and a description", async () => {
  const { id, host, path } = await anInvitation();
  const large = { format: "jpeg", resource: "cross-origin", alt: "Cover of Picnic", card: "summary_large_image" };
  expect(await previewOf(path)).toEqual(large);

  const webp = await sharp({ create: { width: 900, height: 300, channels: 3, background: "#335577" } })
    .webp()
    .toBuffer();
  const owner = await aUser(createWorld(db), "Lin");
  const { imageId } = await storeImage(db, owner.id, { webp, width: 900, height: 300 });
  const edit = editEvent({ needs: [], afterEdit: () => {} });
  const before = await pictureOf(path);
  await deps.changeEvent(id, edit, { commandId: randomUUID(), fields: { cover: { theme: "sunrise", imageId } } }, asUser(host));
  expect(await pictureOf(path)).not.toBe(before);
  expect(await previewOf(path)).toEqual(large);
});

test("the app's page is in the reader's language, and a page that was not found stays out of search engines, whichever is asked for first", async () => {
  for (const url of ["/sign-in", `/e/${randomUUID()}`, "/account", "/nowhere"]) {
    for (const language of ["de", "en"]) {
      const { statusCode, body } = await open(url, { "accept-language": language });
      const isThere = url === "/sign-in" || url === "/account";
      expect([url, statusCode, body.includes("noindex"), body.includes(`<html lang="${language}"`)]).toEqual([
        url,
        isThere ? 200 : 404,
        !isThere,
        true,
      ]);
    }
  }
});

/** What can be read of a page before any script has run, in any browser. */
const readAtOnce = (body: string) => body.replaceAll(/<noscript>.*?<\/noscript>/gs, "");

test("a page that is not there says so before any script has run, in the reader's language, with a way on", async () => {
  const event = randomUUID();
  for (const [path, en, de, leadsTo] of [
    ["/nowhere", "Page not found", "Seite nicht gefunden", "/"],
    [`/e/${event}`, "You don't have access with this link", "Mit diesem Link hast du keinen Zugriff", `/e/${event}/recover`],
  ] as const) {
    const [english, german] = await Promise.all(["en", "de"].map((language) => open(path, { "accept-language": language })));
    expect([path, english!.statusCode, readAtOnce(english!.body).includes(`<h1>${en.replaceAll("'", "&#39;")}</h1>`)]).toEqual([
      path,
      404,
      true,
    ]);
    expect(readAtOnce(english!.body)).toContain(`<a href="${leadsTo}">`);
    expect(readAtOnce(german!.body)).toContain(`<h1>${de}</h1>`);
    expect(english!.body).not.toContain("You need JavaScript");
  }
});

test("without scripts, a link that leads nowhere says so, in the reader's language", async () => {
  for (const path of ["/i/not-a-link", "/j/not-a-link", "/e/not-an-event"]) {
    const [en, de] = await Promise.all(["en", "de"].map((language) => open(path, { "accept-language": language })));
    expect([path, en!.statusCode, en!.body.includes("<h1>This link no longer works</h1>")]).toEqual([path, 404, true]);
    expect(de!.body).toContain("<h1>Dieser Link funktioniert nicht mehr</h1>");
    expect(en!.body).not.toContain("You need JavaScript");
  }
});
