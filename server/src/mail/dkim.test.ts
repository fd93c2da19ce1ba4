import { generateKeyPairSync } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { describe, expect, test } from "vitest";
import { changeable } from "../changing.ts";
import { afterFile } from "../testing/after-file.ts";
import { dnsOf, makeDkimKey } from "./dkim.test-support.ts";
import { isDkimKey, MIN_DKIM_BITS } from "./dkim-key.ts";
import { aMailServer } from "./smtp-server.test-support.ts";
import { smtpTransport } from "./smtp-transport.ts";
import { messageIdOf, type FinishedMail } from "./transport.ts";

const [first, second] = [makeDkimKey(), makeDkimKey()];
const key = changeable(first.key);
const server = await aMailServer();
const dkim = { domain: "turnout.test", selector: "mails", key };
const transport = smtpTransport(server.url, "Turnout <hello@turnout.test>", { dkim });
afterFile(() => transport.close());

const unsubscribe = `<https://turnout.test/unsubscribe/${"a".repeat(140)}.${"b".repeat(22)}>`;
const aMail = (mail: Partial<FinishedMail> = {}): FinishedMail => ({
  messageId: messageIdOf("a cause", "turnout.test"),
  to: "grace@example.org",
  subject: "Ein Grüßchen, dessen Betreff so lang ist, dass er in mehr als einer Zeile steht, und dann noch etwas",
  html: "<p>Come!</p>\n.<p>On a line that begins with a dot.</p>\n..\n",
  text: "Come!\n.\n..dots\n",
  headers: { "List-Unsubscribe": unsubscribe, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  calendar: { name: "picnic.ics", method: "REQUEST", content: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", isPart: true },
  ...mail,
});

async function sent(mail: Partial<FinishedMail> = {}): Promise<string> {
  server.received.length = 0;
  await transport.send(aMail(mail));
  return server.received[0]!.raw;
}

/** What another implementation finds, with this record in the DNS. */
async function found(raw: string, record = first.record) {
  const resolver = dnsOf({ "mails._domainkey.turnout.test": record }) as never;
  const { results } = await dkimVerify(Buffer.from(raw, "latin1"), { resolver, strict: true } as never);
  return results.map(({ status, signingHeaders }) => ({
    result: status.result,
    aligned: status.aligned,
    covers: String(signingHeaders?.keys)
      .toLowerCase()
      .split(/\s*:\s*/),
  }));
}

describe("every email is signed, and another implementation finds the signature good", () => {
  const layoutKey = {};
  test.each<[string, Partial<FinishedMail>]>([
    ["composed by itself", {}],
    ["with a file", { calendar: { name: "a.ics", method: "PUBLISH", content: "BEGIN:VCALENDAR", isPart: false } }],
    ["without anything else", { calendar: null, headers: {} }],
    ["the first of a layout", { layoutKey, subject: "Picnic" }],
    ["filled into that layout", { layoutKey, subject: "Picnic", to: "hedy@example.org", text: "..another\n" }],
    ["urgent", { isUrgent: true }],
  ])("%s", async (_what, mail) => {
    const raw = await sent(mail);
    expect(raw).toMatch(/^DKIM-Signature: /);
    expect(await found(raw)).toMatchObject([{ result: "pass", aligned: "turnout.test" }]);
  });

  test("and covers both headers of one-click unsubscribing, as RFC 8058 asks; none of it can be changed", async () => {
    const raw = await sent({ replyTo: { name: "Ada", address: "ada@example.org" } });
    const { covers } = (await found(raw))[0]!;
    const needed = ["from", "to", "reply-to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"];
    expect(covers).toEqual(expect.arrayContaining(needed));
    for (const [what, other] of [
      ["List-Unsubscribe-Post: List-Unsubscribe=One-Click", "List-Unsubscribe-Post: List-Unsubscribe=Other"],
      ["To: grace@example.org", "To: hedy@example.org"],
      ["ada@example.org", "eve@example.org"],
      ["BEGIN:VCALENDAR", "BEGIN:OTHER"],
    ] as const) {
      const changed = raw.includes(what) ? raw.replace(what, other) : raw.replace(base64(what), base64(other));
      expect(changed, what).not.toBe(raw);
      expect((await found(changed))[0]!.result, what).not.toBe("pass");
    }
  });

  test("by the key that was put in force meanwhile", async () => {
    key.set(second.key);
    const raw = await sent();
    expect((await found(raw, second.record))[0]!.result).toBe("pass");
    expect((await found(raw, first.record))[0]!.result).toBe("fail");
    key.set(first.key);
  });
});

const base64 = (text: string) => Buffer.from(text).toString("base64").slice(0, 16);

test("without a key none is signed", async () => {
  const plain = smtpTransport(server.url, "hello@turnout.test");
  server.received.length = 0;
  await plain.send(aMail());
  plain.close();
  expect(server.received[0]!.raw).not.toContain("DKIM-Signature");
});

test("a key is of use that is RSA, and long enough for receivers", () => {
  expect(isDkimKey(first.key)).toBe(true);
  expect(isDkimKey(makeDkimKey(MIN_DKIM_BITS).key)).toBe(true);
  expect(isDkimKey(makeDkimKey(MIN_DKIM_BITS - 8).key)).toBe(false);
  expect(isDkimKey(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string)).toBe(false);
  expect(isDkimKey("a key")).toBe(false);
});
