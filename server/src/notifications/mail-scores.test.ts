import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { answerInvitation } from "../guests/commands.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import { smtpTransport } from "../mail/smtp-transport.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { afterFile } from "../testing/after-file.ts";
import { skipWithout } from "../testing/child-server.test-support.ts";
import { aGathering, answering, asGuest, asUser } from "../testing/world.ts";
import { createMailPipeline, guestsToInvite, inviting } from "./mail-pipeline.test-support.ts";
import { anRspamd, judgedBySpamAssassin, type Rules } from "./spam-filters.test-support.ts";

/** Most points that one rule about the content of an email may cost. */
const MOST_POINTS = 0.5;
const inboundAddress = "rsvp@in.turnout.example";

const pipeline = await createMailPipeline();
const edit = editEvent({ needs: [], afterEdit: promoteWaiting });

const words = {
  en: { title: "Summer picnic by the river", name: "Grace Almeida", message: "Bring a blanket, and whoever you like." },
  de: { title: "Sommerpicknick am Fluss", name: "Jürgen Müller", message: "Bringt eine Decke mit, und wen ihr mögt." },
} as const;

interface Sent {
  what: string;
  raw: string;
}

/** Each email that a guest may get in the course of an event, as a mail server is handed it, and as it passes it on. */
async function everyMail(locale: "en" | "de", mailOpens = false): Promise<Sent[]> {
  const server = await aMailServer();
  const transport = smtpTransport(server.url, "Turnout <hello@turnout.example>");
  afterFile(() => transport.close());
  const sent: Sent[] = [];
  async function deliver(what: string) {
    server.received.length = 0;
    const overSmtp = { send: (mail: FinishedMail) => transport.send(mail).then(() => undefined), close: () => {} };
    await pipeline.deliver({ transport: overSmtp, inboundAddress, mailOpens, publicUrl: "https://turnout.example" });
    for (const { raw, from } of server.received)
      sent.push({ what: `${what}, ${locale}${mailOpens ? ", with an image of its own" : ""}`, raw: passedOn(raw, from) });
  }
  const { title, name, message } = words[locale];
  const fields = {
    title,
    zone: "Europe/Berlin",
    capacity: 1,
    place: { kind: "place" as const, name: "Treptower Park", address: "12435 Berlin" },
  };
  const { id, host } = await aGathering(pipeline.world, { fields });
  const as = asUser(host);
  const [first, second] = guestsToInvite(2, { locale }).map((guest, index) => ({ ...guest, name, email: `guest${index}@example.org` }));
  const answer = (guestId: string, said: "going" | "declined") =>
    pipeline.changeEvent(id, answerInvitation, answering(said), asGuest({ id: guestId, name }));
  await pipeline.changeEvent(id, inviteGuests, { ...inviting([first!]), message }, as);
  await deliver("invitation");
  await answer(first!.guestId, "going");
  await deliver("confirmation");
  await pipeline.changeEvent(id, inviteGuests, inviting([{ ...second!, name: `${name} II` }]), as);
  await deliver("second invitation");
  await answer(second!.guestId, "going");
  await deliver("waitlisted");
  await answer(first!.guestId, "declined");
  await deliver("promoted");
  const day = `${new Date().getUTCFullYear() + 1}-06-18`;
  await pipeline.db.transaction().execute((tx) =>
    pipeline.queueMail(tx, {
      cause: `reminder:${second!.guestId}`,
      kind: "reminder",
      recipient: second!.email,
      payload: { eventId: id, guestId: second!.guestId, reminder: "dayBefore", day },
    }),
  );
  await deliver("reminder");
  await pipeline.changeEvent(
    id,
    edit,
    { commandId: randomUUID(), fields: { place: { kind: "place" as const, name: "Volkspark", address: "10407 Berlin" } }, note: "" },
    as,
  );
  await deliver("change");
  await pipeline.changeEvent(id, cancelEvent, { commandId: randomUUID(), note: message }, as);
  await deliver("cancellation");
  return sent;
}

/** What servers on the way add, without which a filter takes it for mail that no server passed on. */
const passedOn = (raw: string, from: string) =>
  [
    `Return-Path: <${from}>`,
    "Received: from mail.turnout.example (mail.turnout.example [192.0.2.1]) by mx.example.org (Postfix) with ESMTPS id 4T; Mon, 14 Jun 2027 12:00:01 +0000 (UTC)",
    "Received: from app.turnout.example (app.turnout.example [192.0.2.2]) by mail.turnout.example (Postfix) with ESMTPS id 4S; Mon, 14 Jun 2027 12:00:00 +0000 (UTC)",
    raw.replace(/^Date: .*$/im, "Date: Mon, 14 Jun 2027 12:00:00 +0000"),
  ].join("\r\n");

const ofOpens = (await everyMail("en", true)).filter(({ what }) => what.includes("invitation"));
const mails = [...(await everyMail("en")), ...(await everyMail("de")), ...ofOpens];
/** Rules about who delivers, which a mail server on loopback cannot meet, and about what no network says. */
const notAboutContent =
  /^(?:R_(?:SPF|DKIM)|DMARC|ARC|RCVD|HFILTER|RECEIVED|FROM_|TO_|RCPT|MIME_TRACE|ASN|DKIM|SPF|NO_R|FORGED_W|PREVIOUSLY|DATE_IN)/;
const costly = (rules: Rules) => Object.entries(rules).filter(([rule, points]) => points > MOST_POINTS && !notAboutContent.test(rule));

/** The rules that `docs/mail-scores.md` lists. */
const listed = readFileSync(join(import.meta.dirname, "../../../docs/mail-scores.md"), "utf8");
const unlisted = (rules: Rules) => Object.keys(rules).filter((rule) => !notAboutContent.test(rule) && !listed.includes(`\`${rule}\``));

const spam = [
  "From: Doctor Lottery <winner@lottery.invalid>",
  "To: undisclosed-recipients:;",
  "Subject: CONGRATULATIONS!!! YOU HAVE WON $$$ VIAGRA 100% FREE",
  "MIME-Version: 1.0",
  "Content-Type: text/html",
  "",
  "<html><body><font size=7 color=red>Dear friend, I am a barrister with USD 10,000,000 for you. Viagra cheap!</font></body></html>",
  "",
].join("\r\n");

test("there is an email of each kind, in both languages", () => {
  const kinds = ["invitation", "confirmation", "second invitation", "waitlisted", "promoted", "reminder", "change", "cancellation"];
  for (const locale of ["en", "de"]) for (const kind of kinds) expect(mails.map(({ what }) => what)).toContain(`${kind}, ${locale}`);
});

test.skipIf(skipWithout("spamassassin"))(
  "no rule of SpamAssassin's about content costs an email more than half a point; control: spam does",
  async () => {
    const judged = await judgedBySpamAssassin([...mails.map(({ raw }) => raw), spam]);
    expect(judged).toHaveLength(mails.length + 1);
    const control = judged.pop()!;
    expect(costly(control)).not.toEqual([]);
    expect(mails.map(({ what }, index) => [what, costly(judged[index]!), unlisted(judged[index]!)])).toEqual(
      mails.map(({ what }) => [what, [], []]),
    );
  },
);

test.skipIf(skipWithout("rspamd"))(
  "no rule of rspamd's about content costs an email more than half a point; control: spam does",
  async () => {
    const judge = await anRspamd();
    expect(costly(await judge(spam))).not.toEqual([]);
    const judged = [];
    for (const { what, raw } of mails) {
      const rules = await judge(raw);
      judged.push([what, costly(rules), unlisted(rules)]);
    }
    expect(judged).toEqual(mails.map(({ what }) => [what, [], []]));
  },
);

describe.skipIf(skipWithout("tidy"))("HTML", () => {
  // Outlook's own engine centers tables by that attribute alone.
  const complaints = (html: string) => {
    const { stderr } = spawnSync("tidy", ["-errors", "-quiet", "--show-info", "no", "--drop-empty-elements", "no"], {
      input: html,
      encoding: "utf8",
    });
    return stderr
      .split("\n")
      .filter((line) => / - Error: /.test(line) || (/ - Warning: /.test(line) && !/<td> attribute "align" not allowed/.test(line)));
  };

  test.each(mails.map(({ what, raw }) => [what, raw] as const))("of the %s is valid", async (_what, raw) => {
    expect(complaints((await PostalMime.parse(raw)).html!)).toEqual([]);
  });

  test("control: what is not closed, or unknown, is complained of", () => {
    expect(complaints("<!doctype html><html><head><title>x</title></head><body><p><b>x</p><blink2>x</blink2></body></html>")).not.toEqual(
      [],
    );
  });
});
