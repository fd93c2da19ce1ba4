import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { EventFields } from "@turnout/contract/events";
import { MAX_NOTE } from "@turnout/contract/guests";
import { MAX_PERSON_NAME } from "@turnout/contract/person-name";
import { createEvent, editEvent, publishEvent } from "../events/commands.ts";
import { shareToken } from "../guests/share-link.ts";
import { limits } from "../http/rate-limit.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { guestsToTell } from "../notifications/queries.ts";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { asUser, aUser, createWorld } from "../testing/world.ts";
import { MAX_ANSWER_FORM } from "./answer-input.ts";

const { deps, server } = await testApp();
const { db } = deps;
const host = await aUser(createWorld(db), "Ada");

/** `brings`: how many people each guest may bring; null: as many as the event lets everybody bring. */
async function anEvent(fields: EventFields = {}, guests: string[] = ["Grace"], brings: number | null = null) {
  const id = randomUUID();
  const all = { title: "Picnic", starts: "2030-06-18T19:00", visibility: "link" as const, plusOnesAllowed: 0, ...fields };
  await deps.changeEvent(id, createEvent, { commandId: randomUUID(), eventId: id, fields: all }, asUser(host), { opensEvent: true });
  await deps.changeEvent(id, publishEvent, { commandId: randomUUID() }, asUser(host));
  const people = guests.map((name) => ({ id: randomUUID(), name }));
  const invited = people.map(({ id: guestId, name }) => ({ guestId, name, email: null, plusOnesAllowed: brings, locale: null }));
  if (people.length > 0)
    await deps.changeEvent(id, inviteGuests, { commandId: randomUUID(), guests: invited, message: "", send: false }, asUser(host));
  const links = await Promise.all(people.map(async (guest) => `/i/${await makePersonalLink(db, id, guest.id)}`));
  return { id, links, share: `/j/${shareToken(testSecret, id, 1)}` };
}

type Fields = Record<string, string>;

/** A browser without scripts: it keeps its cookies, and sends the form of the page that it shows. */
function aBrowser(language = "en") {
  let cookie = "";
  let page = "";
  let action = "";
  const take = (reply: { headers: Record<string, unknown>; body: string }) => {
    for (const line of [reply.headers["set-cookie"] ?? []].flat() as string[]) cookie = line.split(";")[0]!;
    page = reply.body;
    action = /<form[^>]* action="([^"]*)"/.exec(page)?.[1] ?? action;
  };
  const one = {
    page: () => page,
    /** What the page says, without its markup. */
    words: () =>
      page
        .replaceAll(/<script.*?<\/script>/gs, "")
        .replaceAll(/<[^>]*>/g, "|")
        .replaceAll("&#39;", "'"),
    hidden: (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "",
    async open(url: string) {
      const reply = await server.inject({
        url,
        headers: { host: "turnout.test", accept: "text/html", "accept-language": language, ...(cookie && { cookie }) },
      });
      take(reply);
      return reply;
    },
    async send(fields: Fields, headers: Record<string, string> = { origin: testUrl }) {
      const body = new URLSearchParams({ form: one.hidden("form"), ...fields });
      const reply = await server.inject({
        method: "POST",
        url: action,
        headers: {
          host: "turnout.test",
          "content-type": "application/x-www-form-urlencoded",
          "accept-language": language,
          ...(cookie && { cookie }),
          ...headers,
        },
        payload: String(body),
      });
      return reply;
    },
    /** Presses a button of the form, and follows the redirect. */
    async press(fields: Fields) {
      const reply = await one.send(fields);
      if (reply.statusCode === 303) await one.open(String(reply.headers["location"]));
      else take(reply);
      return reply;
    },
  };
  return one;
}

const answered = async (eventId: string) => {
  const found = await sql<{ name: string; standing: string; plus_ones: string[]; note: string; email: string | null }>`
    select name, standing, plus_ones, note, email from guests where event_id = ${eventId} and standing <> 'none' order by added_at`.execute(
    db,
  );
  return found.rows;
};
const entriesOf = async (eventId: string) =>
  (await sql`select 1 from event_log where event_id = ${eventId} and body->>'type' = 'rsvp.answered'`.execute(db)).rows.length;

test("one press answers, and the HTML of the next page confirms it", async () => {
  const { id, links } = await anEvent();
  const grace = aBrowser();
  await grace.open(links[0]!);
  expect(grace.words()).toContain("Grace|, will you be there?");
  const reply = await grace.press({ now: "going" });
  expect([reply.statusCode, reply.headers["location"]]).toEqual([303, `/e/${id}`]);
  expect(grace.words()).toContain("You're going");
  expect(grace.page()).not.toContain("<form");
  expect(await answered(id)).toMatchObject([{ name: "Grace", standing: "going" }]);
});

test("a form of one guest's page answers for nobody else, when another guest's link was opened in another tab", async () => {
  const { id, links } = await anEvent({}, ["Grace", "Alan"]);
  const browser = aBrowser();
  await browser.open(links[0]!);
  const answer = { form: browser.hidden("form"), person: browser.hidden("person"), now: "going", note: "With the cake" };
  await browser.open(links[1]!);
  expect((await browser.press(answer)).statusCode).toBe(409);
  expect(browser.words()).toContain("Another link was opened in this browser. Open yours again.");
  expect(browser.page(), "what Grace wrote is not in Alan's form").not.toContain("With the cake");
  expect(await answered(id)).toEqual([]);
  await browser.press({ person: browser.hidden("person"), now: "declined" });
  expect(await answered(id)).toMatchObject([{ name: "Alan", standing: "declined" }]);
  await browser.open(links[0]!);
  await browser.press({ ...answer, form: browser.hidden("form") });
  expect((await answered(id)).map(({ name, standing }) => [name, standing]).toSorted()).toEqual([
    ["Alan", "declined"],
    ["Grace", "going"],
  ]);
});

test("an answer that is sent again, after the browser has opened another guest's link, leaves it with that link", async () => {
  const { id, links } = await anEvent({}, ["Grace", "Alan"]);
  const browser = aBrowser();
  await browser.open(links[0]!);
  const answer = { form: browser.hidden("form"), now: "going" }; // of a page from before forms said whose they are
  await browser.send(answer);
  await browser.open(links[1]!);
  expect(browser.words()).toContain("Alan|, will you be there?");
  expect((await browser.send(answer)).statusCode).toBe(303);
  await browser.open(`/e/${id}`);
  expect(browser.words()).toContain("Alan|, will you be there?");
  expect(await answered(id)).toMatchObject([{ name: "Grace", standing: "going" }]);
});

test("an answer can be changed and taken back, and the page confirms it in the reader's language", async () => {
  const { id, links } = await anEvent();
  const grace = aBrowser("de");
  await grace.open(links[0]!);
  await grace.press({ now: "going" });
  expect(grace.words()).toContain("Du bist dabei");
  await grace.open(`/e/${id}?answer=change`);
  expect(grace.page()).toMatch(/value="going" checked/);
  await grace.press({ answer: "declined" });
  expect(grace.words()).toContain("Du kannst leider nicht");
  expect(await answered(id)).toMatchObject([{ standing: "declined" }]);
});

test("emails are written in the language of the page on which a guest answered, with a personal link and with the share link", async () => {
  const { id, links, share } = await anEvent();
  const languagesOf = async () => {
    const { rows } = await sql<{ id: string }>`select id from guests where event_id = ${id} order by added_at`.execute(db);
    const guests = await guestsToTell(
      db,
      id,
      rows.map((one) => one.id),
    );
    return guests.toSorted((a, b) => +a.added_at - +b.added_at).map(({ name, language }) => [name, language]);
  };
  const [grace, greta] = [aBrowser("de-AT"), aBrowser("de")];
  await grace.open(links[0]!);
  expect(await languagesOf()).toEqual([["Grace", null]]);
  await grace.press({ now: "going" });
  await greta.open(share);
  await greta.press({ answer: "maybe", name: "Greta", email: "greta@example.org" });
  expect(await languagesOf()).toEqual([
    ["Grace", "de"],
    ["Greta", "de"],
  ]);
});

test("a guest may bring as many as a host has set for them, whatever the event lets everybody bring", async () => {
  const { id, links } = await anEvent({ plusOnesAllowed: 0 }, ["Grace"], 2);
  const grace = aBrowser();
  await grace.open(links[0]!);
  expect(grace.words()).toContain("Up to 2");
  await grace.press({ answer: "going", party: "2", companion1: "Vera" });
  expect(await answered(id)).toMatchObject([{ standing: "going", plus_ones: ["Vera", ""] }]);

  const alone = await anEvent({ plusOnesAllowed: 3 }, ["Alan"], 0);
  const alan = aBrowser();
  await alan.open(alone.links[0]!);
  expect(alan.words()).not.toContain("Who's coming with you?");
  await alan.press({ now: "going" });
  expect(await answered(alone.id)).toMatchObject([{ standing: "going", plus_ones: [] }]);
});

test("a visitor with the share link answers with a name, an address, companions and a note", async () => {
  const { id, share } = await anEvent({ plusOnesAllowed: 3 }, []);
  const lin = aBrowser();
  await lin.open(share);
  await lin.press({
    answer: "going",
    name: " Lin Santos ",
    email: "lin@example.org",
    party: "2",
    companion1: "Vera",
    companion2: "",
    companion3: "not counted",
    note: "Late\r\nby an hour",
  });
  expect(lin.words()).toContain("with Vera and 1 more");
  expect(await answered(id)).toEqual([
    { name: "Lin Santos", standing: "going", plus_ones: ["Vera", ""], note: "Late\nby an hour", email: "lin@example.org" },
  ]);
});

test("when the event is full, answering joins the waitlist, and the page shows the position", async () => {
  const { links } = await anEvent({ capacity: 1, waitlist: true }, ["Grace", "Lin"]);
  const [grace, lin] = [aBrowser(), aBrowser()];
  await grace.open(links[0]!);
  await grace.press({ now: "going" });
  await lin.open(links[1]!);
  expect(lin.words()).toContain("Full · Join the waitlist");
  await lin.press({ now: "going" });
  expect(lin.words()).toContain("You're #1 on the waitlist");
});

test("after the deadline guests on the list can decline, and nobody can answer anything else", async () => {
  const { id, links, share } = await anEvent();
  const [grace, lin] = [aBrowser(), aBrowser()];
  await grace.open(links[0]!);
  await grace.press({ now: "going" });
  await lin.open(share);
  const edit = editEvent({ needs: [], afterEdit: () => {} });
  await deps.changeEvent(id, edit, { commandId: randomUUID(), fields: { answersClose: "2020-01-01T12:00" } }, asUser(host));
  const late = await lin.press({ answer: "going", name: "Lin" });
  expect(late.statusCode).toBe(409);
  expect(lin.words()).toContain("The deadline to answer has passed. Please contact the host.");
  await grace.open(`/e/${id}?answer=change`);
  expect(grace.page()).toMatch(/value="going" disabled/);
  await grace.press({ answer: "declined" });
  expect(grace.words()).toContain("You can't make it");
  expect(grace.words()).not.toContain("Change");
});

test.each([
  ["no name", { name: "" }, 400, "Please tell the host your name.", "answer-name"],
  ["a name of 81 characters", { name: "x".repeat(81) }, 400, "A name can have up to 80 characters.", "answer-name"],
  ["no address", { email: "lin at home" }, 400, "That doesn't look like an email address.", "answer-email"],
  ["more people than are allowed", { party: "5" }, 409, "You can bring at most 3 people.", "answer-party"],
  ["no answer", { answer: "" }, 400, "Please choose an answer.", "answer-answer"],
])("%s is refused in words that lead to the field, with all that was typed kept", async (_what, wrong, status, words, field) => {
  const { id, share } = await anEvent({ plusOnesAllowed: 3 }, []);
  const lin = aBrowser();
  await lin.open(share);
  const typed = {
    answer: "going",
    name: "Lin",
    email: "lin@example.org",
    party: "1",
    companion1: `"Vera" <b>`,
    note: "\nLate & <late>",
    ...wrong,
  };
  const reply = await lin.press(typed);
  expect(reply.statusCode).toBe(status);
  expect(reply.headers["cache-control"]).toBe("no-store");
  expect(lin.page()).toContain(`<a href="#${field}">${words.replaceAll("'", "&#39;")}</a>`);
  expect(lin.page()).toMatch(new RegExp(`id="${field}"`));
  for (const name of ["name", "email"] as const) expect(lin.page()).toMatch(new RegExp(`name="${name}"[^>]* value="${typed[name]}"`));
  expect(lin.page()).toContain('value="&quot;Vera&quot; &lt;b&gt;"');
  expect(lin.page()).toContain(">\n\nLate &amp; &lt;late&gt;</textarea>");
  expect(lin.page()).toContain(`<option selected>${typed.party}</option>`);
  expect(await answered(id)).toEqual([]);

  await lin.press({ ...typed, name: "Lin", email: "lin@example.org", party: "1", answer: "going" });
  expect(lin.words()).toContain("You're going");
});

test("when the last seat goes while the form is open, the page says so, and one press answers maybe instead", async () => {
  const { id, links } = await anEvent({ capacity: 1, waitlist: false }, ["Grace", "Lin"]);
  const [grace, lin] = [aBrowser(), aBrowser()];
  await grace.open(links[0]!);
  await lin.open(links[1]!);
  await grace.press({ now: "going" });
  expect((await lin.press({ now: "going" })).statusCode).toBe(409);
  expect(lin.words()).toContain("There aren't enough seats for this many people.");
  expect(lin.page()).toMatch(/<button[^>]* name="now" value="maybe"/);
  await lin.press({ now: "maybe" });
  expect((await answered(id)).map(({ standing }) => standing).toSorted()).toEqual(["going", "maybe"]);
});

test("a form that is sent twice, also much later, is one answer", async () => {
  const { id, share, links } = await anEvent();
  const [grace, lin] = [aBrowser(), aBrowser()];
  await lin.open(share);
  await grace.open(links[0]!);
  const fields = { answer: "going", name: "Lin" };
  const both = await Promise.all([lin.send(fields), lin.send(fields), grace.send({ now: "going" }), grace.send({ now: "going" })]);
  expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303, 303]);
  expect(await answered(id)).toHaveLength(2);
  expect(await entriesOf(id)).toBe(2);

  // A form that arrives late must not undo a newer answer.
  const late = grace.hidden("form");
  await grace.open(`/e/${id}?answer=change`);
  expect(grace.hidden("form")).not.toBe(late);
  await grace.press({ answer: "declined" });
  expect((await grace.send({ form: late, now: "going" })).statusCode).toBe(303);
  expect((await answered(id)).find(({ name }) => name === "Grace")?.standing).toBe("declined");
});

test("control: another form with the same content is another answer", async () => {
  const { id, links } = await anEvent();
  const grace = aBrowser();
  await grace.open(links[0]!);
  for (const answer of ["going", "declined", "going"]) {
    await grace.press({ now: answer });
    await grace.open(`/e/${id}?answer=change`);
  }
  expect((await answered(id))[0]?.standing).toBe("going");
  expect(await entriesOf(id)).toBe(3);
});

test("anonymous visitors get the same page, and the answers of two of them are two", async () => {
  const { id, share } = await anEvent({}, []);
  const [lin, kay] = [aBrowser(), aBrowser()];
  expect((await lin.open(share)).body).toBe((await kay.open(share)).body);
  await Promise.all([lin, kay].map((one) => one.press({ answer: "going", name: "Same Name" })));
  expect(await answered(id)).toHaveLength(2);
  expect(kay.page()).toContain("You&#39;re going");
});

test.each([
  ["another site", { origin: "http://evil.test" }, 403],
  ["nowhere in particular", { origin: "null" }, 403],
  ["another site, as the browser says", { "sec-fetch-site": "cross-site" }, 403],
  ["our page, as the browser says", { "sec-fetch-site": "same-origin" }, 303],
  ["our page, as the origin says", { origin: testUrl }, 303],
  ["a browser that says nothing of it", {}, 403],
])("a form that comes from %s: %o is answered with %i", async (_where, headers: Fields, status) => {
  const { id, links } = await anEvent();
  const grace = aBrowser();
  await grace.open(links[0]!);
  const reply = await grace.send({ now: "going" }, headers);
  expect(reply.statusCode).toBe(status);
  expect((await answered(id)).length).toBe(status === 303 ? 1 : 0);
  if (status === 403) expect(reply.body).toContain("Your browser didn&#39;t say that this form comes from our page.");
});

test("an answer without the page's cookie is refused, and the page says why", async () => {
  const { id } = await anEvent({ visibility: "public" }, []);
  const lin = aBrowser();
  await lin.open(`/e/${id}`);
  const reply = await lin.send({ answer: "going", name: "Lin" }, { origin: testUrl, cookie: "" });
  expect(reply.statusCode).toBe(400);
  expect(reply.body).toContain("Your browser blocks cookies");
  expect(await answered(id)).toEqual([]);
});

test("the largest form that a browser can send fits; a larger one is refused with a page", async () => {
  const { id, share } = await anEvent({ plusOnesAllowed: 10 }, []);
  const lin = aBrowser();
  await lin.open(share);
  const names = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`companion${at + 1}`, "語".repeat(MAX_PERSON_NAME)]));
  const email = `${"e".repeat(60)}@example.org`;
  const fields = { answer: "going", name: "語".repeat(MAX_PERSON_NAME), email, party: "10", ...names, note: "語".repeat(MAX_NOTE) };
  expect((await lin.send(fields)).statusCode).toBe(303);
  expect(await answered(id)).toHaveLength(1);
  const tooMuch = await lin.send({ ...fields, note: "x".repeat(MAX_ANSWER_FORM) });
  expect(tooMuch.statusCode).toBe(413);
  expect(tooMuch.body).toContain("That was too much text.");
});

test.each(["application/json", "text/plain", "multipart/form-data; boundary=x"])("only forms are taken, not %s", async (type) => {
  const { links } = await anEvent();
  const grace = aBrowser();
  await grace.open(links[0]!);
  expect((await grace.send({ now: "going" }, { origin: testUrl, "content-type": type })).statusCode).toBe(415);
});

test("a field given twice is refused", async () => {
  const { id, links } = await anEvent();
  const grace = aBrowser();
  const page = await grace.open(links[0]!);
  const cookie = String(page.headers["set-cookie"]).split(";")[0]!;
  const reply = await server.inject({
    method: "POST",
    url: `/e/${id}`,
    headers: { host: "turnout.test", origin: testUrl, cookie, "content-type": "application/x-www-form-urlencoded" },
    payload: "now=going&now=declined",
  });
  expect(reply.statusCode).toBe(400);
  expect(await answered(id)).toEqual([]);
});

test.each(["answer=going&name=X", "answer=nonsense", "answer=going", ""])(
  "to those who may not open the page a form leads nowhere, whatever it says: %s",
  async (payload) => {
    const { id } = await anEvent({ visibility: "invited" }, []);
    const cookie = `visit=${"v".repeat(43)}`;
    const page = await server.inject({ url: `/e/${id}`, headers: { host: "turnout.test", cookie } });
    const headers = { host: "turnout.test", origin: testUrl, cookie, "content-type": "application/x-www-form-urlencoded" };
    const reply = await server.inject({ method: "POST", url: `/e/${id}`, headers, payload });
    expect([reply.statusCode, reply.body]).toEqual([404, page.body]);
  },
);

test("answers by form count under the limit of answers by the API", async () => {
  const limited = await testApp({ limitFactor: 1 / limits.answer.points });
  const request = (id: string) =>
    limited.server.inject({
      method: "POST",
      url: `/e/${id}`,
      headers: { host: "turnout.test", origin: testUrl, "content-type": "application/x-www-form-urlencoded", "accept-language": "de" },
      payload: "now=going",
    });
  const id = randomUUID();
  const api = () =>
    limited.server.inject({
      method: "PUT",
      url: `/api/events/${id}/rsvp`,
      headers: { host: "turnout.test", origin: testUrl },
      payload: {},
    });
  expect((await api()).statusCode).not.toBe(429);
  const refused = await request(id);
  expect([refused.statusCode, Number(refused.headers["retry-after"]) > 0]).toEqual([429, true]);
  expect(refused.body).toContain("Das war viel auf einmal. Bitte warte einen Moment");
});

test("who is going confirms by a form of its own that they still come; opening the page, however it is asked for, answers nothing", async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const { id, links } = await anEvent({ starts: `${day(1)}T12:00`, zone: "UTC", stillComing: "twoDaysBefore", visibility: "link" });
  await sql`update guests set standing = 'going', answered_at = now() where event_id = ${id}`.execute(db);
  const confirmed = async () =>
    (await sql<{ day: string | null }>`select confirmed_for as day from guests where event_id = ${id}`.execute(db)).rows[0]!.day;
  const grace = aBrowser();
  await grace.open(links[0]!);
  for (const query of ["", "?answer=going", `?confirm=${day(1)}`]) await grace.open(`/e/${id}${query}`);
  await grace.open(`/e/${id}`);
  expect(grace.words()).toContain("Still coming?");
  expect(await confirmed()).toBeNull();
  expect((await grace.press({ confirm: day(2) })).statusCode).toBe(409);
  expect(grace.words()).toContain("The date or your answer has changed in the meantime.");
  expect((await grace.press({ confirm: "soon" })).statusCode).toBe(409);
  expect(await confirmed()).toBeNull();
  await grace.open(`/e/${id}`);
  expect((await grace.send({ confirm: grace.hidden("confirm") }, { origin: "https://elsewhere.example" })).statusCode).toBe(403);
  expect((await grace.press({ confirm: grace.hidden("confirm") })).statusCode).toBe(303);
  expect(await confirmed()).toBe(day(1));
  expect(grace.words()).not.toContain("Still coming?");
  const german = aBrowser("de");
  await german.open(links[0]!);
  expect(german.words()).not.toContain("Kommst du noch?");
});
