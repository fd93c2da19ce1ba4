import { isEmailAddress } from "@turnout/contract/email-address";
import fc from "fast-check";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { aMailServer, type Verdict } from "./smtp-server.test-support.ts";
import { smtpTransport } from "./smtp-transport.ts";
import { messageIdOf, Undeliverable, type FinishedMail } from "./transport.ts";
import { afterFile } from "../testing/after-file.ts";

const from = "Turnout <hello@turnout.test>";
const unsubscribe = `<https://turnout.test/unsubscribe/${"a".repeat(140)}.${"b".repeat(22)}>`;

const aMail = (mail: Partial<FinishedMail> = {}): FinishedMail => ({
  messageId: messageIdOf("a cause", "turnout.test"),
  to: "grace@example.org",
  subject: "Picnic",
  html: "<p>Come!</p>",
  text: "Come!",
  headers: { "List-Unsubscribe": unsubscribe, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  calendar: { name: "picnic.ics", method: "PUBLISH", content: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", isPart: false },
  ...mail,
});

async function sender(verdict: Verdict = "takes") {
  const server = await aMailServer(() => verdict);
  // Whoever replies is waited for: on a busy machine any reply can be late.
  const transport = smtpTransport(server.url, from, verdict === "says nothing" ? { timeout: 500 } : {});
  afterFile(() => transport.close());
  return { ...server, send: transport.send };
}

/** Pieces that break out of a header, an address or a command where a program is careless. */
const pieces = [
  "\r\n",
  "\n",
  "\r",
  "\0",
  "\u0085",
  "\u2028",
  ":",
  ";",
  ",",
  " ",
  "@",
  "<",
  ">",
  '"',
  "(",
  ")",
  "a",
  "ü",
  "🎉",
  "=?utf-8?q?",
];
const hostile = fc.string({
  unit: fc.constantFrom(...pieces, "\r\nBcc: mallory@evil.test", "\r\nRCPT TO:<mallory@evil.test>", "\r\n.\r\n"),
  maxLength: 12,
});

test("an email arrives as it was written: both texts, the calendar file, every header", async () => {
  const { send, received } = await sender();
  await send(aMail({ subject: "Ein Grüßchen 🎉" }));
  const mail = await PostalMime.parse(received[0]!.raw);
  expect(mail).toMatchObject({
    from: { name: "Turnout", address: "hello@turnout.test" },
    subject: "Ein Grüßchen 🎉",
    text: "Come!\n",
    html: "<p>Come!</p>\n",
  });
  expect(mail.messageId).toBe(messageIdOf("a cause", "turnout.test"));
  expect(mail.attachments).toMatchObject([{ filename: "picnic.ics", mimeType: "text/calendar", method: "PUBLISH" }]);
  expect(mail.headers.find(({ key }) => key === "list-unsubscribe")?.value).toBe(unsubscribe);
});

test("a subject never adds a header, whatever it contains", async () => {
  const { send, received } = await sender();
  await send(aMail());
  const usual = await headersOf(received[0]!.raw);
  await fc.assert(
    fc.asyncProperty(hostile, async (subject) => {
      await send(aMail({ subject: `Picnic ${subject}` }));
      const { to, raw } = received.at(-1)!;
      expect(to).toEqual(["grace@example.org"]);
      expect(await headersOf(raw)).toEqual(usual);
    }),
    { numRuns: 150 },
  );
});

// Of two dots in a row this library's server will not hear, in quotes or not; real ones do.
test.each([".taro@example.org", "taro.@example.org"])("%s reaches the mail server in quotes", async (to) => {
  const { send, asked, received } = await sender();
  await send(aMail({ to }));
  const quoted = `"${to.slice(0, to.lastIndexOf("@"))}"@example.org`;
  expect(JSON.stringify([asked, received])).toContain(JSON.stringify(quoted).slice(1, -1));
});

test("an email has exactly the recipient it was written to, or none", async () => {
  const { send, received } = await sender();
  const to = fc.oneof(
    fc.tuple(hostile, fc.constantFrom("ada@example.org", "@example.org")).map((parts) => parts.join("")),
    fc.emailAddress(),
  );
  await fc.assert(
    fc.asyncProperty(to, async (address) => {
      received.length = 0;
      const sent = await send(aMail({ to: address })).then(
        () => true,
        (error: unknown) => error,
      );
      if (isEmailAddress(address)) expect(received.map((mail) => mail.to)).toEqual([[address]]);
      else expect([sent, received]).toEqual([expect.any(Undeliverable), []]);
    }),
    { numRuns: 150 },
  );
});

test.each([
  "ada@example.org, mallory@evil.test",
  "ada@example.org\r\nRCPT TO:<mallory@evil.test>",
  "all: ada@example.org, bob@example.org;",
])("%j is not an address", async (to) => {
  const { send, asked } = await sender();
  await expect(send(aMail({ to }))).rejects.toThrow(Undeliverable);
  expect(asked).toEqual([]);
});

test("replies go to the host who invites; the sender is the operator's address with the host's name", async () => {
  const { send, received } = await sender();
  await send(aMail({ from: 'Ada, "the" Host', replyTo: { name: "Ada", address: "ada@example.org" } }));
  const written = await PostalMime.parse(received[0]!.raw);
  expect(written.from).toMatchObject({ address: "hello@turnout.test", name: 'Ada, "the" Host via Turnout' });
  expect(written.replyTo).toEqual([{ address: "ada@example.org", name: "Ada" }]);

  await send(aMail());
  const plain = await PostalMime.parse(received[1]!.raw);
  expect([plain.from, plain.replyTo]).toEqual([{ address: "hello@turnout.test", name: "Turnout" }, undefined]);
});

test("no name or address from users adds a recipient or a header", async () => {
  const { send, received } = await sender();
  const usual = await headersOf(
    (await send(aMail({ from: "Ada", replyTo: { name: "Ada", address: "ada@example.org" } })), received.at(-1)!.raw),
  );
  await fc.assert(
    fc.asyncProperty(hostile, async (words) => {
      await send(aMail({ from: `x${words}`, replyTo: { name: `x${words}`, address: "ada@example.org" } }));
      const { to, raw } = received.at(-1)!;
      expect(to).toEqual(["grace@example.org"]);
      expect(await headersOf(raw)).toEqual(usual);
      expect((await PostalMime.parse(raw)).replyTo).toHaveLength(1);
      await send(aMail({ replyTo: { name: "Ada", address: words } }));
      expect((await PostalMime.parse(received.at(-1)!.raw)).replyTo?.length ?? 0).toBe(isEmailAddress(words) ? 1 : 0);
    }),
    { numRuns: 60 },
  );
});

test("permanent failures are told from temporary ones, and no reason contains personal data", async () => {
  const outcomes: Partial<Record<Verdict, boolean>> = {};
  for (const verdict of ["refuses for good", "refuses for now", "says nothing", "dies"] as const) {
    const { send } = await sender(verdict);
    const error = await send(aMail()).catch((reason: unknown) => reason as Error);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toContain("example.org");
    outcomes[verdict] = error instanceof Undeliverable;
  }
  expect(outcomes).toEqual({ "refuses for good": true, "refuses for now": false, "says nothing": false, dies: false });
});

test("a certificate that is refused is reported as such, with the settings that take any", async () => {
  const { url, received } = await aMailServer(() => "takes", { encrypts: true });
  const transport = smtpTransport(url, from);
  const trusting = smtpTransport(`${url}?tls.rejectUnauthorized=false`, from);
  const plain = smtpTransport(`${url}?ignoreTLS=true`, from);
  afterFile(() => [transport, trusting, plain].forEach((one) => one.close()));
  for (const attempt of [() => transport.send(aMail()), () => transport.check!()]) {
    const error = await attempt().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ isOperators: true });
    expect(String(error)).toMatch(/its certificate has expired: renew it there; .*tls\.rejectUnauthorized=false.*ignoreTLS=true/);
  }
  for (const one of [trusting, plain]) await one.check!();
  for (const one of [trusting, plain]) await one.send(aMail());
  expect(received).toHaveLength(2);
});

test("bulk emails go no faster than the rate, and urgent ones are not held by it", async () => {
  const { url, received } = await aMailServer();
  const transport = smtpTransport(url, from, { rate: 20 });
  const slow = smtpTransport(url, from, { rate: 0.1 });
  afterFile(() => [transport, slow].forEach((one) => one.close()));
  const began = performance.now();
  await Promise.all(Array.from({ length: 11 }, () => transport.send(aMail())));
  expect(performance.now() - began).toBeGreaterThan(490);
  expect(received).toHaveLength(11);

  await slow.send(aMail());
  slow.send(aMail()).catch(() => {}); // its turn comes when all is closed
  await slow.send(aMail({ isUrgent: true }));
  expect(received).toHaveLength(13);
});

test("an email that waits too long for a connection is tried another time, and those with one arrive", async () => {
  const { url, received } = await aMailServer(() => "takes", { takesMs: 1_500 });
  const transport = smtpTransport(url, from, { patience: 1_000 });
  afterFile(() => transport.close());
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => transport.send(aMail())));
  const failed = tries.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  expect(failed).toHaveLength(2);
  for (const failure of failed) expect(failure).toMatchObject({ isOperators: true, message: expect.stringContaining("too slow") });
  expect(received).toHaveLength(4);
});

async function headersOf(raw: string): Promise<string[]> {
  return (await PostalMime.parse(raw)).headers.map(({ key }) => key);
}
