import { randomUUID } from "node:crypto";
import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { connect } from "./db/connect.ts";
import { testDatabase } from "./db/test-database.ts";
import { openMemoryCounter } from "./http/rate-counters.ts";
import { openIncomingMail } from "./incoming-mail.ts";
import { inviteGuests } from "./invitations/commands.ts";
import { replyAddress } from "./mail/inbound/reply-address.ts";
import { createLogger } from "./telemetry/logging.ts";
import { afterFile } from "./testing/after-file.ts";
import { follow, guestCookie, listening, reaches, snapshotOf } from "./testing/live-client.ts";
import { testApp, testSecret } from "./testing/test-app.ts";
import { aGathering, asUser } from "./testing/world.ts";

const OUR_SERVER = "mx.turnout.test";
const inboundAddress = "rsvp@in.turnout.test";

const { url } = await testDatabase();

/** A process on the same database, with its own connections and no Redis between it and others. */
async function aProcess() {
  const own = connect(url);
  const app = await testApp({ database: { db: own, url, embedded: false, close: async () => {} } });
  afterFile(() => own.destroy());
  return app;
}

test("a calendar's reply, taken by one process, is live on the page that another one serves", async () => {
  const [worker, api] = [await aProcess(), await aProcess()];
  const failures: unknown[] = [];
  const listener = await openIncomingMail({
    ...worker.deps,
    queueMail: async () => {},
    smtpUrl: null,
    mailFrom: "hello@turnout.test",
    inboundAddress,
    inboundUrl: "smtp://127.0.0.1:0",
    inboundAuthServer: OUR_SERVER,
    secret: testSecret,
    openCounter: openMemoryCounter,
    logger: createLogger("silent"),
    count: () => {},
    onError: (error) => void failures.push(error),
  });
  afterFile(() => listener!.close());

  const gathering = await aGathering({ ...worker.deps, hints: [] } as never, { guests: 1 });
  const guest = { guestId: randomUUID(), name: "Grace", email: "grace@example.org", plusOnesAllowed: null, locale: null };
  const input = { commandId: randomUUID(), guests: [guest], message: "", send: false };
  await worker.deps.changeEvent(gathering.id, inviteGuests, input, asUser(gathering.host));

  const port = await listening(api);
  const cookie = await guestCookie(api, gathering.id, gathering.guests[0]!.id);
  const before = await snapshotOf(api, gathering.id, cookie);
  const reader = await follow(port, before, gathering.id, cookie);

  const to = replyAddress({ secret: testSecret, address: inboundAddress }, { guestId: guest.guestId, accessVersion: 1 });
  const sender = createTransport({ host: "127.0.0.1", port: listener!.port!, ignoreTLS: true });
  afterFile(() => sender.close());
  await sender.sendMail({
    envelope: { from: guest.email, to: [to] },
    raw: [
      `Authentication-Results: ${OUR_SERVER}; dmarc=pass header.from=example.org`,
      `From: Grace <${guest.email}>`,
      "Message-ID: <1@example.org>",
      "Content-Type: text/calendar; method=REPLY",
      "",
      "BEGIN:VCALENDAR",
      "METHOD:REPLY",
      "BEGIN:VEVENT",
      `UID:${gathering.id}@${worker.deps.calendarHost}`,
      `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${guest.email}`,
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ].join("\r\n"),
  });
  await reader.until(reaches(before.seq + 1));
  expect(reader.snapshot().tally).toMatchObject({ going: 1 });
  expect(failures).toEqual([]);
});
