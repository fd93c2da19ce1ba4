import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { expect, test } from "vitest";
import { chatInSnapshot } from "../chat/queries.ts";
import { testDatabase } from "../db/test-database.ts";
import { eventInSnapshot } from "../events/queries.ts";
import { requestAccess } from "../guests/access.ts";
import { answerInvitation } from "../guests/commands.ts";
import { guestsInSnapshot, loadMe } from "../guests/queries.ts";
import { grantGuest } from "../guests/visits.ts";
import { filledIn } from "../http/brotli-pieces.ts";
import { createPageRenderer } from "../http/page.ts";
import type { Deps } from "../http/deps.ts";
import { MAX_UNCOMPRESSED, type Parts } from "../http/send-parts.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { createKeptSnapshots } from "../log/kept-snapshots.ts";
import { createSnapshotLoader } from "../log/load-snapshot.ts";
import type { Identity } from "../realtime/session.ts";
import { builtWeb, testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, aUser, createWorld, type Gathering } from "../testing/world.ts";
import { createEventPages, type PageOptions } from "./event-pages.ts";
import type { SendPage } from "./send-page.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const access = requestAccess({ db, identityOf: () => Promise.reject(new Error("nobody asks by request")) });
const load = createSnapshotLoader(db, [eventInSnapshot, guestsInSnapshot, chatInSnapshot], loadMe);
const render = createPageRenderer(builtWeb());

const OPEN = Date.parse("2030-06-01T12:00:00Z");
const CLOSED = Date.parse("2030-06-11T12:00:00Z");
const UUIDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

interface Asking {
  who: Identity;
  language: string;
  answer: string | null;
  now: number;
  options?: PageOptions;
}

/** Pages of an event from a process that keeps what it has read, put together as a reader gets them. */
function aProcess(eventId: string) {
  const { read } = createKeptSnapshots({ load });
  const readSnapshot: typeof read = async (...asked) => {
    await read(...asked); // so that it is kept, and the reader's own part the one that was looked up
    return read(...asked);
  };
  return async ({ who, language, answer, now, options }: Asking): Promise<Parts> => {
    let page: Parts | null = null;
    const send: SendPage = async (_request, reply, _status, parts) => {
      page = parts;
      return reply;
    };
    const deps = { publicUrl: testUrl, secret: testSecret, now: () => new Date(now), access, readSnapshot };
    const ofReader = { ...deps, openVisit: () => who.visitId ?? randomUUID(), identityOf: async () => who };
    const pages = createEventPages(ofReader as unknown as Deps, { render, send, sendNothing: () => Promise.reject(new Error("no page")) });
    const request = { headers: { "accept-language": language }, query: answer ? { answer } : {} };
    await pages.sendEvent(request as unknown as FastifyRequest, {} as FastifyReply, eventId, options);
    return page!;
  };
}

/** The whole page, without what is made anew for each. */
function said({ start, fillings = [], end }: Parts): string {
  const page = Buffer.concat([...filledIn(Buffer.isBuffer(start) ? [start] : start.pieces, fillings), end]);
  return page.toString().replaceAll(UUIDS, "an id");
}

const byAccount = ({ id, name }: { id: string; name: string }): Identity => ({
  user: { id, name, email: `${name}@example.org` },
  sessionId: randomUUID(),
  visitId: null,
});

async function byLink({ id: eventId }: Gathering, guestId: string): Promise<Identity> {
  const visitId = randomUUID();
  await grantGuest(db, visitId, { eventId, guestId, accessVersion: 1 });
  return { user: null, sessionId: null, visitId };
}

/** A public event that is open for answers and closes, and readers of whom no two are shown the same. */
async function aGatheringWithReaders() {
  const fields = { visibility: "public", starts: "2030-06-18T19:00", answersClose: "2030-06-10T19:00", plusOnesAllowed: 1 } as const;
  const gathering = await aGathering(world, { guests: 4, fields });
  const limited = { guestId: randomUUID(), name: "Grace with nobody", email: null, plusOnesAllowed: 0, locale: null };
  const invited = { commandId: randomUUID(), guests: [limited], message: "", send: false };
  await world.changeEvent(gathering.id, inviteGuests, invited, asUser(gathering.host));
  const [silent, other, going, alsoGoing] = gathering.guests;
  for (const guest of [going!, alsoGoing!])
    await world.changeEvent(gathering.id, answerInvitation, { ...answering("going"), note: `Late, ${guest.name}` }, asGuest(guest));
  const guests = await Promise.all([silent!, other!, going!, alsoGoing!, { id: limited.guestId }].map(({ id }) => byLink(gathering, id)));
  const visitor = byAccount(await aUser(world, "Eve"));
  const accountOfGuest = { ...(await byLink(gathering, silent!.id)), user: byAccount(await aUser(world, "Mia")).user };
  const anybody: Identity = { user: null, sessionId: null, visitId: null };
  return { gathering, visitor, readers: [...guests, accountOfGuest, visitor, byAccount(gathering.host), anybody] };
}

/** How a visitor's page looks whose form was refused. */
const refused: PageOptions = {
  status: 400,
  refused: {
    typed: {
      form: randomUUID(),
      answer: "going",
      party: 0,
      companions: [],
      note: "A secret",
      name: "",
      email: "",
      questionAnswers: {},
    },
    refusal: { code: "name_needed", fields: ["name"] },
  },
};

test("a reader gets the same page whoever has asked the process before", async () => {
  const { gathering, readers } = await aGatheringWithReaders();
  const asked: Asking[] = [OPEN, CLOSED].flatMap((now) =>
    ["en", "de"].flatMap((language) =>
      [null, "going", "change"].flatMap((answer) =>
        readers.flatMap((who) => [
          { who, language, answer, now },
          ...(answer === null ? [{ who, language, answer, now, options: refused }] : []),
        ]),
      ),
    ),
  );
  const shared = aProcess(gathering.id);
  const different = new Set<string>();
  for (const one of [...asked, ...asked.toReversed()]) {
    const page = said(await shared(one));
    expect(page).toBe(said(await aProcess(gathering.id)(one)));
    different.add(page);
  }
  const [silent, , going] = readers.map((who) => shared({ who, language: "en", answer: null, now: OPEN }));
  expect(said(await silent!)).toContain('data-mode="asking"');
  expect(said(await going!)).toContain('data-mode="status"');
  expect(different.size).toBeGreaterThan(4 * readers.length);
});

test("what a guest's or host's page has of their own is short enough to go uncompressed; of a visitor with an account it is not", async () => {
  const { gathering, readers, visitor } = await aGatheringWithReaders();
  const shared = aProcess(gathering.id);
  for (const who of readers)
    for (const language of ["en", "de"]) {
      const { end } = await shared({ who, language, answer: null, now: OPEN });
      expect(end.length <= MAX_UNCOMPRESSED).toBe(who !== visitor);
    }
});
