import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { describe, expect, test } from "vitest";
import { dnsOf, makeDkimKey } from "../dkim.test-support.ts";
import { isSigned, MAX_SIGNATURES, type LookUp } from "./dkim-check.ts";
import { readMail } from "./read-mail.ts";

const [key, other] = [makeDkimKey(), makeDkimKey()];
const records = {
  "s._domainkey.example.org": key.record,
  "s._domainkey.mail.example.org": key.record,
  "s._domainkey.evil.example": other.record,
  "trying._domainkey.example.org": `${key.record}; t=y`,
};
const dns = dnsOf(records) as LookUp;

const REPLY = [
  "BEGIN:VCALENDAR",
  "METHOD:REPLY",
  "BEGIN:VEVENT",
  "UID:1@turnout.test",
  "ATTENDEE;PARTSTAT=ACCEPTED:mailto:grace@example.org",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");
const mail = [
  "From: Grace <grace@example.org>",
  "Message-ID: <1@example.org>",
  "Content-Type: text/calendar; method=REPLY",
  "",
  REPLY,
].join("\r\n");

interface Signing {
  signingDomain?: string;
  selector?: string;
  privateKey?: string;
  maxBodyLength?: number;
}

/** The mail, with a signature on top as its sender's server makes one. */
async function signed(how: Signing = {}, text = mail): Promise<string> {
  const signature = { signingDomain: "example.org", selector: "s", privateKey: key.key, ...how };
  const { signatures, errors } = await dkimSign(Buffer.from(text), { signatureData: [signature] } as never);
  expect(errors).toEqual([]);
  return `${signatures}${text}`;
}

const isVerified = async (text: string, authServer: string | null = null, lookUp = dns) =>
  (await readMail(Buffer.from(text), authServer, lookUp)).isVerified;

describe("where no server says who sent a mail, a signature does", () => {
  test.each<[string, Signing]>([
    ["of the domain in From", {}],
    ["of another domain of the same organization", { signingDomain: "mail.example.org" }],
  ])("%s", async (_what, how) => expect(await isVerified(await signed(how))).toBe(true));

  test.each<[string, () => Promise<string> | string]>([
    ["none", () => mail],
    ["of another domain", () => signed({ signingDomain: "evil.example", privateKey: other.key })],
    ["of that domain by a key that is not its own", () => signed({ privateKey: other.key })],
    ["by a key that is nowhere", () => signed({ selector: "nowhere" })],
    ["of a domain that only tries it out", () => signed({ selector: "trying" })],
    ["over another answer", async () => (await signed()).replace("ACCEPTED", "DECLINED")],
    ["over another sender", async () => (await signed()).replace("grace@example.org>", "eve@example.org>")],
    ["with a second sender on top", async () => `From: eve@example.org\r\n${await signed()}`],
    ["over a part of the body only", async () => `${await signed({ maxBodyLength: 40 })}`],
  ])("but not %s", async (_what, write) => expect(await isVerified(await write())).toBe(false));

  test("nor while the DNS is away, or says nothing in time", async () => {
    const text = await signed();
    const away: LookUp = () => Promise.reject(Object.assign(new Error("away"), { code: "ESERVFAIL" }));
    expect(await isVerified(text, null, away)).toBe(false);
    expect(await isVerified(text, null, () => new Promise(() => {}))).toBe(false);
  });

  test("what our own server says counts more, whichever it says, and what another says counts nothing", async () => {
    const says = (result: string, server = "mx.turnout.test") =>
      `Authentication-Results: ${server}; dmarc=${result} header.from=example.org\r\n`;
    const by = async (header: string, text: string) => isVerified(header + text, "mx.turnout.test");
    expect(await by(says("fail"), await signed())).toBe(false);
    expect(await by(says("pass"), mail)).toBe(true);
    expect(await by(says("pass", "mx.elsewhere.example"), mail)).toBe(false);
    expect(await by(says("fail", "mx.elsewhere.example"), await signed())).toBe(true);
  });
});

test("no more than a few questions go to the DNS, however many signatures a mail has", async () => {
  let asked = 0;
  const counting: LookUp = async (name, type) => {
    asked++;
    return dns(name, type);
  };
  let text = mail;
  for (let at = 0; at < 3 * MAX_SIGNATURES; at++) text = await signed({ selector: `s${at}` }, text);
  expect(await isSigned(Buffer.from(text), counting)).toBe(false);
  expect(asked).toBe(MAX_SIGNATURES);
});

test("a mail that is no reply of a calendar costs no question", async () => {
  let asked = 0;
  const counting: LookUp = async (name, type) => {
    asked++;
    return dns(name, type);
  };
  const words = mail.replace("text/calendar; method=REPLY", "text/plain");
  expect((await readMail(Buffer.from(await signed({}, words)), null, counting)).isVerified).toBe(false);
  expect(asked).toBe(0);
});
