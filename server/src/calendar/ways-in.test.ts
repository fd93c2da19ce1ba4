import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import DKIM from "nodemailer/lib/dkim";
import { describe, expect, test } from "vitest";
import { changeable } from "../changing.ts";
import { createHttpServer } from "../http/server.ts";
import { inboundWebhook, openIncomingMail } from "../incoming-mail.ts";
import { dnsOf, makeDkimKey } from "../mail/dkim.test-support.ts";
import type { LookUp } from "../mail/inbound/dkim-check.ts";
import { testDovecot } from "../mail/inbound/dovecot.test-support.ts";
import { MAX_INBOUND_BYTES } from "../mail/inbound/smtp-listener.ts";
import { signatureFor, WEBHOOK_PATH } from "../mail/inbound/webhook-routes.ts";
import { createLogger } from "../telemetry/logging.ts";
import { afterFile } from "../testing/after-file.ts";
import { skipWithout } from "../testing/child-server.test-support.ts";
import { testUrl } from "../testing/test-app.ts";
import { until } from "../testing/until.ts";
import { makeKeyPair } from "../tls/certificate.test-support.ts";
import { later, mailOf, ofCalendar, openReplies, OUR_SERVER, replyOf, verdictFor, type Invited } from "./replies.test-support.ts";

/** By whichever way a mail comes in, the same becomes of it. */
const replies = await openReplies();
const { settings, outcomes, inboundAddress, db, invited, deliver } = replies;

type Mail = ReturnType<typeof mailOf>;
/** Whether whoever brought it keeps it: `refused` where it is nobody's or no reply, or too large. `looked at`: by a person, later. */
type Verdict = "taken" | "refused" | "looked at";
type Give = (mail: Mail) => Promise<Verdict>;

const ways: [string, boolean, () => Promise<Give>][] = [
  ["SMTP", false, async () => handedOver("smtp://127.0.0.1:0")],
  ["LMTP", false, async () => handedOver("lmtp://127.0.0.1:0")],
  ["a mailbox", skipWithout("dovecot") || skipWithout("openssl"), fromMailbox],
  ["a webhook", false, posted],
];

async function handedOver(url: string): Promise<Give> {
  const { sender } = await replies.open(url);
  return (mail) =>
    sender.sendMail(mail).then(
      // By LMTP each recipient has a reply of its own after the mail.
      ({ rejected }) => (rejected.length > 0 ? ("refused" as const) : ("taken" as const)),
      ({ responseCode }: { responseCode: number }) => {
        expect([550, 552]).toContain(responseCode);
        return "refused" as const;
      },
    );
}

async function fromMailbox(): Promise<Give> {
  const mailbox = (await testDovecot(makeKeyPair())).mailbox("rsvp");
  const incoming = await openIncomingMail({ ...settings, inboundMailbox: mailbox.url });
  afterFile(() => incoming!.close());
  return async ({ raw }) => {
    const subject = randomUUID();
    await mailbox.append(raw.replace(/^Subject: .*$/m, `Subject: ${subject}`));
    const isIn = async (folder: string) => (await mailbox.subjectsIn(folder)).includes(subject);
    await until(async () => expect(await isIn("INBOX")).toBe(false), { interval: 100 });
    return (await isIn("Turnout/Done")) ? "taken" : "looked at";
  };
}

async function posted(): Promise<Give> {
  const webhookSecret = changeable(randomUUID());
  const server: FastifyInstance = await createHttpServer({ publicUrl: testUrl, trustedHops: 0, logger: createLogger("silent") });
  inboundWebhook(server, { ...settings, webhookSecret, inboundAuthServer: OUR_SERVER });
  await server.ready();
  afterFile(() => server.close());
  return async ({ raw }) => {
    const payload = Buffer.from(raw);
    const signature = signatureFor(webhookSecret.current, payload, settings.now());
    const headers = { host: "turnout.test", "content-type": "message/rfc822", "turnout-signature": signature };
    const { statusCode } = await server.inject({ method: "POST", url: WEBHOOK_PATH, headers, payload });
    expect([204, 413, 422]).toContain(statusCode);
    return statusCode === 204 ? "taken" : "refused";
  };
}

const sendersKey = makeDkimKey();
settings.lookUp = dnsOf({ "s._domainkey.example.org": sendersKey.record }) as LookUp;

/** As the sender's server signs it. A mail's subject is left out, by which the mailbox is searched. */
async function signed(mail: Mail): Promise<Mail> {
  const key = { domainName: "example.org", keySelector: "s", privateKey: sendersKey.key };
  const signer = new DKIM({ ...key, headerFieldNames: "from:to:message-id:mime-version:content-type" });
  const chunks: Buffer[] = [];
  for await (const chunk of signer.sign(mail.raw) as AsyncIterable<Buffer>) chunks.push(chunk);
  return { ...mail, raw: Buffer.concat(chunks).toString() };
}

interface Sample {
  mail(event: Invited): Mail | Promise<Mail>;
  /** Null: nobody looked into it. */
  outcome: string | null;
  standing?: string;
  /** What the guest's calendar is told of their answer, in each email that they get. */
  told?: string[];
}

const words = ["Content-Type: text/plain", "", "Can I bring a salad?"];
const partstat = (value: string) => ({ mail: (event: Invited) => mailOf(event, replyOf(event, { partstat: value })) });

const samples: [string, Sample][] = [
  ["an acceptance", { ...partstat("ACCEPTED"), outcome: "answered", standing: "going", told: ["ACCEPTED"] }],
  ["a refusal", { ...partstat("DECLINED"), outcome: "answered", standing: "declined", told: ["DECLINED"] }],
  ["a perhaps", { ...partstat("TENTATIVE"), outcome: "answered", standing: "maybe", told: ["TENTATIVE"] }],
  [
    "another time that is suggested",
    { mail: (event) => mailOf(event, replyOf(event, { method: "COUNTER" })), outcome: "answered", standing: "maybe", told: ["TENTATIVE"] },
  ],
  [
    "a question for the entry",
    { mail: (event) => mailOf(event, replyOf(event, { method: "REFRESH" })), outcome: "asked", told: ["NEEDS-ACTION"] },
  ],
  [
    "a calendar that is the whole body",
    {
      mail: (event) => mailOf(event, "", { body: ["Content-Type: text/calendar; method=REPLY", "", replyOf(event)] }),
      outcome: "answered",
      standing: "going",
      told: ["ACCEPTED"],
    },
  ],
  [
    "a calendar between a boundary and the headers, where no reader finds it",
    {
      mail: (event) =>
        mailOf(event, "", {
          body: [
            "Content-Type: multipart/mixed; boundary=b",
            "",
            "--b",
            replyOf(event).trim(),
            "Content-Type: text/calendar; method=REPLY",
            "",
            "",
            "--b--",
          ],
        }),
      outcome: "unreadable",
      told: ["NEEDS-ACTION"],
    },
  ],
  [
    "a reply that no server vouches for",
    {
      mail: (event) => mailOf(event, replyOf(event), { headers: [verdictFor(event.guest.email, "fail")] }),
      outcome: "unverified",
      told: ["NEEDS-ACTION"],
    },
  ],
  [
    "a reply that no server says anything of, signed by the domain of its sender",
    { mail: (event) => signed(mailOf(event, replyOf(event), { headers: [] })), outcome: "answered", standing: "going", told: ["ACCEPTED"] },
  ],
  [
    "a reply that no server says anything of, and nobody has signed",
    { mail: (event) => mailOf(event, replyOf(event), { headers: [] }), outcome: "unverified", told: ["NEEDS-ACTION"] },
  ],
  [
    "a reply of somebody else",
    {
      mail: (event) => mailOf(event, replyOf(event, { attendee: "ATTENDEE;PARTSTAT=ACCEPTED:mailto:somebody@elsewhere.example" })),
      outcome: "otherAddress",
      told: ["NEEDS-ACTION"],
    },
  ],
  [
    "a vacation note",
    { mail: (event) => mailOf(event, "", { body: words, headers: ["Auto-Submitted: auto-replied"] }), outcome: "automatic", told: [] },
  ],
  ["a mail in words", { mail: (event) => mailOf(event, "", { body: words }), outcome: "passedOn", told: [] }],
  [
    "a mail without a word",
    { mail: (event) => mailOf(event, "", { body: ["Content-Type: text/plain", "", "> Hi"] }), outcome: "wordless", told: [] },
  ],
  ["a mail to nobody", { mail: (event) => mailOf(event, replyOf(event), { to: inboundAddress }), outcome: null, told: [] }],
  [
    "a mail whose address is forged",
    {
      mail: (event) =>
        mailOf(event, replyOf(event), { to: event.address.replace(/(.)@/, (_all, digit: string) => `${digit === "0" ? "1" : "0"}@`) }),
      outcome: null,
      told: [],
    },
  ],
  [
    "a mail that is too large",
    {
      mail: (event) =>
        mailOf(
          event,
          replyOf(event, { more: ["X-FILL:x"] }).concat(
            "x"
              .repeat(76)
              .concat("\r\n")
              .repeat(MAX_INBOUND_BYTES / 78),
          ),
        ),
      outcome: null,
      told: [],
    },
  ],
];

/** What the ways do with it: those that can, refuse what they do not keep; from a mailbox, a person looks at it. */
function verdictOn(outcome: string | null, way: string): Verdict {
  if (way === "a mailbox") return outcome === null || outcome === "wordless" || outcome === "unreadable" ? "looked at" : "taken";
  return outcome === null || outcome === "wordless" ? "refused" : "taken";
}

describe.each(ways)("by %s", (way, isLeftOut, open) => {
  describe.skipIf(isLeftOut)("arrives", async () => {
    const give = isLeftOut ? null! : await open();

    async function hand(event: Invited, mail: Mail) {
      outcomes.length = 0;
      const verdict = await give(mail);
      const mails = await deliver();
      const looked = outcomes.find((one) => one !== "unknown") ?? null;
      return {
        verdict,
        outcome: looked,
        standing: (await event.row()).standing,
        told: mails.filter(({ to }) => to === event.guest.email).map(ofCalendar),
      };
    }

    test.each(samples)("%s", async (_what, { mail, outcome, standing = "none", told = [] }) => {
      const event = await invited();
      expect(await hand(event, await mail(event))).toEqual({ verdict: verdictOn(outcome, way), outcome, standing, told });
    });

    test("the same mail again, also after another one, and changes nothing", async () => {
      const event = await invited();
      const mail = mailOf(event, replyOf(event));
      await hand(event, mail);
      await hand(event, mailOf(event, replyOf(event, { partstat: "DECLINED", writtenAt: later(60_000) })));
      const rows = () => db.selectFrom("event_log").select("seq").where("event_id", "=", event.id).execute();
      const before = await rows();
      expect(await hand(event, mail)).toMatchObject({ verdict: "taken", standing: "declined", told: [] });
      expect(await rows()).toEqual(before);
    });
  });
});
