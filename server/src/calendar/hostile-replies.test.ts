import { randomUUID } from "node:crypto";
import fc from "fast-check";
import DKIM from "nodemailer/lib/dkim";
import { expect, test } from "vitest";
import { readLog } from "../log/read-log.ts";
import { dnsOf, makeDkimKey } from "../mail/dkim.test-support.ts";
import type { LookUp } from "../mail/inbound/dkim-check.ts";
import { reportOf } from "../mail/inbound/reports.test-support.ts";
import { returnPath } from "../mail/inbound/return-path.ts";
import { testSecret } from "../testing/test-app.ts";
import { mailOf, openReplies, OUR_SERVER, replyOf, verdictFor, type Invited } from "./replies.test-support.ts";
import { ownTime } from "../testing/own-time.ts";

/** Mails that were changed anywhere, from our port to the guest list. More of them in the night: `TEST_NIGHT`. */
const RUNS = process.env["TEST_NIGHT"] ? 3_000 : 60;
/** Processor time that one may take until it is done with (ms). */
const DONE_WITHIN = 5_000;

const { db, open, invited, deliver, inboundAddress } = await openReplies();
const sendersKey = makeDkimKey();
const lookUp = dnsOf({ "s._domainkey.example.org": sendersKey.record }) as LookUp;
const { sender } = await open("smtp://127.0.0.1:0", { lookUp });
/** Behind a mail server that states nothing: there, signatures count. */
const silent = (await open("smtp://127.0.0.1:0", { lookUp, inboundAuthServer: "mx.silent.test" })).sender;

interface Edit {
  at: number;
  drop: number;
  insert: string;
}
const forged = `Authentication-Results: ${OUR_SERVER}; dmarc=pass header.from=example.org`;
const tokens = ["\r\n", "\r\n\r\n", "--b", "--b--", ":", ";", '"', "=?utf-8?q?=00?=", "DECLINED", "TENTATIVE", `\r\n${forged}\r\n`, "\r\nFrom: x@y.example\r\n", "\r\nATTENDEE;PARTSTAT=DECLINED:mailto:x@y.example\r\n", "METHOD:COUNTER\r\n", "DELEGATED", ';DELEGATED-TO="mailto:bea@example.org"']; // prettier-ignore
const edits = fc.array(
  fc.record({
    at: fc.nat(100_000),
    drop: fc.oneof(fc.constant(0), fc.nat(40)),
    insert: fc.oneof(fc.constantFrom(...tokens), fc.string({ maxLength: 8 })),
  }),
  { minLength: 1, maxLength: 5 },
);
function changed(text: string, all: Edit[]): string {
  return all.reduce((before, { at, drop, insert }) => {
    const place = at % (before.length + 1);
    return before.slice(0, place) + insert + before.slice(place + drop);
  }, text);
}

/** As the sender's server signs it, all that is read included. */
async function signed(raw: string): Promise<string> {
  const key = { domainName: "example.org", keySelector: "s", privateKey: sendersKey.key };
  const signer = new DKIM({ ...key, headerFieldNames: "from:from:to:message-id:mime-version:content-type" });
  const chunks: Buffer[] = [];
  for await (const chunk of signer.sign(raw) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What of an event a reply or a report can change. */
async function stateOf(event: Invited) {
  const { standing, note, plus_ones, party_size, delivery } = (await db
    .selectFrom("guests")
    .selectAll()
    .where("id", "=", event.guest.guestId)
    .executeTakeFirst())!;
  const { entries } = await readLog(db, event.id, { after: 0 });
  const kinds = entries.map(({ body }) => body.type).filter((type) => type === "rsvp.answered" || type === "reply.held");
  return { standing, note, plus_ones, party_size, delivery, kinds };
}

/** Hands a mail over, which our port may refuse. Throws if it takes too long, or fails in a way of our own. */
async function give(to: string, raw: string, through = sender): Promise<void> {
  const { took } = await ownTime(async () => {
    await through.sendMail({ envelope: { from: "grace@example.org", to: [to] }, raw }).catch((error: { responseCode?: number }) => {
      expect([550, 552, 554]).toContain(error.responseCode);
    });
    await deliver();
  });
  expect(took).toBeLessThan(DONE_WITHIN);
}

const ANSWERED = { standing: "going", kinds: ["rsvp.answered"] };

test("control: the mails that are changed below are taken as they are", async () => {
  const [event, other] = [await invited(), await invited()];
  await give(event.address, await signed(mailOf(event, replyOf(event), { headers: [] }).raw), silent);
  expect(await stateOf(event)).toMatchObject(ANSWERED);
  await give(other.address, mailOf(other, replyOf(other)).raw);
  expect(await stateOf(other)).toMatchObject(ANSWERED);
});

test("a signed reply that was changed anywhere answers what was signed, or nothing", { timeout: 900_000 }, async () => {
  let event = await invited();
  await fc.assert(
    fc.asyncProperty(edits, async (all) => {
      const before = await stateOf(event);
      await give(event.address, changed(await signed(mailOf(event, replyOf(event), { headers: [] }).raw), all), silent);
      const after = await stateOf(event);
      if (after.kinds.length > 0) {
        expect(after).toEqual({ ...before, ...ANSWERED });
        event = await invited();
      } else expect(after).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});

test("a reply that our server found to be forged answers nothing, whatever is changed below that", { timeout: 900_000 }, async () => {
  const event = await invited();
  const before = await stateOf(event);
  await fc.assert(
    fc.asyncProperty(edits, async (all) => {
      const { raw } = mailOf(event, replyOf(event), { headers: [] });
      await give(event.address, `${verdictFor(event.guest.email, "fail")}\r\n${changed(raw, all).trimStart()}`);
      expect(await stateOf(event)).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});

test("replies and reports to an address that was changed anywhere change nothing", { timeout: 900_000 }, async () => {
  const event = await invited();
  const before = await stateOf(event);
  const path = returnPath({ secret: testSecret, address: inboundAddress }, randomUUID());
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.integer({ min: 5, max: 56 }), fc.constantFrom(..."0123456789abcdef"), async (isReport, at, digit) => {
      const address = isReport ? path : event.address;
      if (address[at] === digit) return;
      const near = address.slice(0, at) + digit + address.slice(at + 1);
      await give(near, isReport ? reportOf() : mailOf(event, replyOf(event)).raw);
      expect(await stateOf(event)).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});
