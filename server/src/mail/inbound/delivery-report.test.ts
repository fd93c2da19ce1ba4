import fc from "fast-check";
import { expect, test } from "vitest";
import { readDeliveryReport } from "./delivery-report.ts";
import { complaintOf, reportOf, wordsOf } from "./reports.test-support.ts";
import { MAX_INBOUND_BYTES } from "./smtp-listener.ts";
import { ownTime } from "../../testing/own-time.ts";

/** More of them in the night: `TEST_NIGHT`. */
const RUNS = process.env["TEST_NIGHT"] ? 50_000 : 500;
/** Processor time that reading one report may take at most (ms). */
const READ_WITHIN = 3_000;

const read = (text: string, sender: string | null = "") => readDeliveryReport(Buffer.from(text), sender);
/** In one word: the reason, where it failed. */
async function heard(text: string, sender?: string | null): Promise<string | null> {
  const report = await read(text, sender);
  return report?.state === "failed" ? report.reason : (report?.state ?? null);
}

test.each<[string, Parameters<typeof reportOf>[0], string | null]>([
  ["no such user", { said: "550 5.1.1 <grace@example.org>: User unknown" }, "noSuchAddress"],
  ["a code of the server's own is truer than 5.0.0", { status: "5.0.0", said: "550 5.2.2 over" }, "mailboxFull"],
  ["words, where no code says more", { status: "5.0.0", said: "550 Host or domain name not found. Name service error" }, "noSuchDomain"],
  ["a code alone", { status: "5.1.1" }, "noSuchAddress"],
  ["a domain, by its code", { status: "5.1.2" }, "noSuchDomain"],
  ["a mailbox that is closed", { status: "5.2.1", said: "550 5.2.1 The account is disabled" }, "mailboxClosed"],
  ["refused for what we are", { status: "5.7.1", said: "550 5.7.1 blocked using Spamhaus" }, "refused"],
  ["Exchange, members only", { status: "5.7.133", said: "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup" }, "refused"],
  ["too large", { status: "5.3.4", said: "552 5.3.4 Message size exceeds fixed limit" }, "tooLarge"],
  ["no reason", { status: "5.0.0" }, "unknown"],
  ["given up after days", { status: "4.4.1", said: "connect to mx.example.org: Connection timed out" }, "gaveUp"],
  ["given up, and a mailbox that was full all the time", { status: "4.2.2", said: "452 4.2.2 mailbox full" }, "mailboxFull"],
  ["Google's 4.0.0, given up", { status: "4.0.0" }, "gaveUp"],
  ["SendGrid's own word", { action: "expired", status: "" }, "gaveUp"],
  ["delayed", { action: "delayed", status: "4.4.1" }, "delayed"],
  ["delayed, whatever the class", { action: "delayed", status: "5.0.0" }, "delayed"],
  ["an action with a comment", { action: "failed (user unknown)", status: "5.1.1" }, "noSuchAddress"],
  ["in capitals", { action: "FAILED", status: "5.1.1" }, "noSuchAddress"],
  ["no action, a final class", { action: "", status: "5.1.1" }, "noSuchAddress"],
  ["no action, a temporary class", { action: "", status: "4.2.0" }, "delayed"],
  ["delivered", { action: "delivered", status: "2.0.0" }, "delivered"],
  ["passed on to where nobody reports, which is neither", { action: "relayed", status: "2.0.0" }, null],
  ["passed on to a list's members", { action: "expanded", status: "2.0.0" }, null],
])("a report by RFC 3464: %s", async (_what, report, expected) => {
  expect(await heard(reportOf(report))).toBe(expected);
});

test("of several recipients that a list made of ours, one that failed counts", async () => {
  const block = "Final-Recipient: rfc822; other@example.org\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\nFinal-Recipient:";
  expect(await heard(reportOf().replace("Final-Recipient:", block))).toBe("noSuchAddress");
});

test("fields may be folded, and the part be encoded", async () => {
  const folded = reportOf({ status: "5.0.0", said: "550\r\n 5.2.2\r\n\tmailbox full" });
  expect(await heard(folded)).toBe("mailboxFull");
  const fields = Buffer.from("Reporting-MTA: dns; mx\n\nAction: failed\nStatus: 5.2.1\n").toString("base64");
  const encoded = reportOf().replace(
    /Content-Type: message\/delivery-status\r\n\r\n[^]*?--b/,
    `Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n${fields}\r\n--b`,
  );
  expect(await heard(encoded)).toBe("mailboxClosed");
});

test.each([
  ["qmail", wordsOf("Hi. This is the qmail-send program at mx.\nI'm afraid I wasn't able to deliver your message.\n<grace@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n"), "noSuchAddress"],
  ["Exim", wordsOf("The following address(es) failed:\n\n  grace@example.org\n    Unrouteable address", { subject: "Mail delivery failed: returning message to sender", headers: ["X-Failed-Recipients: grace@example.org"] }), "noSuchAddress"],
  ["Exim, which says that it replies by itself", wordsOf("This message was created automatically by mail delivery software.\n550 5.1.1 User unknown", { subject: "Mail delivery failed: returning message to sender", headers: ["Auto-Submitted: auto-replied"] }), "noSuchAddress"],
  ["Google, older", wordsOf("Delivery to the following recipient failed permanently:\n\nThe error that the other server returned was: 550 550 5.2.1 The email account is disabled", { subject: "Delivery Status Notification (Failure)" }), "mailboxClosed"],
  ["DragonFly", wordsOf("Your message has bounced.\n550 mailbox is full: quota exceeded", { subject: "Mail delivery failed" }), "mailboxFull"],
  ["Microsoft 365, words in a report", reportOf().replace(/Content-Type: message\/delivery-status[^]*--b--/, "Content-Type: text/plain\r\n\r\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\r\n--b--").replace("Auto-Submitted: auto-replied\r\n", ""), "noSuchAddress"],
  ["a delay in words, which says not to worry", wordsOf("This is a warning message only. You do not need to resend your message.\nAction: delayed\nStatus: 4.4.1", { subject: "Warning: could not send message for past 4 hours" }), "delayed"],
  ["German", wordsOf("Die folgende Nachricht war unzustellbar: 550 User unknown", { subject: "Unzustellbar: Einladung" }), "noSuchAddress"],
])("a report in words: %s", async (_what, text, expected) => {
  expect(await heard(text)).toBe(expected);
}); // prettier-ignore

test.each([
  ["an absence note", wordsOf("I am away until Monday. Mail could not be delivered to me", { from: "From: Grace <grace@example.org>", headers: ["Auto-Submitted: auto-replied"] }), "grace@example.org"],
  ["an absence note with an empty sender and no header", wordsOf("I am away until Monday.", { from: "From: Grace <grace@example.org>", subject: "Automatic reply: Picnic" }), ""],
  ["words of a person about a delivery", wordsOf("Delivery failed? The mailbox is full of apples.", { from: "From: Grace <grace@example.org>" }), "grace@example.org"],
  ["a greeting of a daemon", wordsOf("Welcome to our list."), ""],
  ["nothing", "", ""],
])("no report: %s", async (_what, text, sender) => {
  expect(await heard(text.replace("Subject: failure notice", "Subject: Re: Picnic"), sender)).toBeNull();
}); // prettier-ignore

test("where nobody knows the envelope, the header that a server writes at delivery counts, and a missing one is no empty sender", async () => {
  const words = wordsOf("x", { from: "From: Grace <grace@example.org>", subject: "Undeliverable: Picnic" });
  expect([await heard(`Return-Path: <>\r\n${words}`, null), await heard(words, null)]).toEqual(["unknown", null]);
});

test.each([
  ["abuse", "complained"],
  ["fraud", "complained"],
  ["not-spam", null],
  ["auth-failure", null],
])("a complaint by RFC 5965: %s", async (type, expected) => {
  expect(await heard(complaintOf(type))).toBe(expected);
});

test("Outlook.com's complaints have no part that says so", async () => {
  expect(await heard(wordsOf("", { from: "From: staff@hotmail.com", subject: "complaint about message from 192.0.2.1" }))).toBe(
    "complained",
  );
});

/** What breaks parsers. */
const tokens = ["\r\n", "\n\n", "\r\n ", "\0", "\ud800", ":", "--b", "--b--", "Action: ", "Status: 9.9.9", "message/rfc822", "=?utf-8?q?=00?=", "(".repeat(2_000), "9".repeat(400), "a b ".repeat(2_000), "Content-Transfer-Encoding: base64\r\n"]; // prettier-ignore
const reports = [reportOf({ said: "550 5.1.1 no" }), complaintOf(), wordsOf("550 5.1.1 user unknown")];

test("a report that was changed anywhere is read without an error, in bounded time, and is what some report could be", async () => {
  const anEdit = fc.record({
    at: fc.nat(reports[0]!.length),
    drop: fc.oneof(fc.constant(0), fc.nat(40)),
    insert: fc.oneof(fc.constantFrom(...tokens), fc.string({ maxLength: 8, unit: "binary" })),
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...reports), fc.array(anEdit, { minLength: 1, maxLength: 6 }), async (report, edits) => {
      const text = edits.reduce((before, { at, drop, insert }) => before.slice(0, at) + insert + before.slice(at + drop), report);
      const { result, took } = await ownTime(() => read(text));
      expect(["failed", "delayed", "delivered", "complained", undefined]).toContain(result?.state);
      expect(took).toBeLessThan(READ_WITHIN);
    }),
    { numRuns: RUNS },
  );
}, 1_200_000);

const fill = (line: string) => line.repeat(Math.floor((MAX_INBOUND_BYTES - 4_000) / line.length));
test.each([
  ["a diagnosis of a million characters", reportOf({ said: fill("mailbox ") })],
  ["fields that are folded at each character", reportOf({ said: fill("x\r\n ") })],
  ["blocks without an end", reportOf({ said: fill("\r\n\r\nAction: failed") })],
  ["fields that are almost a code", reportOf({ said: fill("5.1.") })],
  ["words that are almost a reason", wordsOf(fill("account a "))],
  ["words that are almost a delay", wordsOf(fill("still being "))],
  ["an address without an end", wordsOf("x", { from: `From: ${"mail-delivery-s".repeat(4_000)}@example.org` })],
])("reading takes no longer than it has to: %s", async (_what, text) => {
  expect((await ownTime(() => read(text))).took).toBeLessThan(READ_WITHIN);
});
