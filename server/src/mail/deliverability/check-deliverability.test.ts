import { createSocket } from "node:dgram";
import { once } from "node:events";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freePort } from "../../free-port.ts";
import { afterFile } from "../../testing/after-file.ts";
import { childServer, skipWithout } from "../../testing/child-server.test-support.ts";
import { checkDeliverability, deliverabilityLines, type Finding, type Sending } from "./check-deliverability.ts";
import { openLookups } from "./look-up.ts";

const rsa = (bits: number) =>
  generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ type: "spki", format: "der" }).toString("base64");

/** As zones write them; dnsmasq cuts long texts into strings of 255 octets at our commas. */
const texts: Record<string, string[]> = {
  "good.example": ["v=spf1 ip4:192.0.2.1 -all", "another text"],
  "included.example": ["v=spf1 include:_spf.relay.example ~all"],
  "_spf.relay.example": ["v=spf1 ip4:192.0.2.0/28 ip6:2001:db8::/32 -all"],
  "by-mx.example": ["v=spf1 mx -all"],
  "by-a.example": ["v=spf1 a:mail.example/24 -all"],
  "redirected.example": ["v=spf1 redirect=good.example"],
  "other.example": ["v=spf1 ip4:198.51.100.7 -all"],
  "open.example": ["v=spf1 +all"],
  "twice.example": ["v=spf1 -all", "v=spf1 ip4:192.0.2.1 -all"],
  "endless.example": ["v=spf1 include:endless.example -all"],
  "macro.example": ["v=spf1 exists:%{i}.list.example -all"],
  "_dmarc.good.example": ["v=DMARC1; p=quarantine; rua=mailto:dmarc@good.example"],
  "_dmarc.twice.example": ["v=DMARC1; p=none", "v=DMARC1; p=reject"],
  "_dmarc.open.example": ["v=DMARC1; rua=mailto:dmarc@open.example"],
  "s1._domainkey.good.example": [`v=DKIM1; k=rsa; p=${rsa(2048)}`],
  "s1._domainkey.open.example": [`v=DKIM1; k=rsa; p=${rsa(512)}`],
  "s1._domainkey.twice.example": ["v=DKIM1; p="],
};

const skips = skipWithout("dnsmasq");

async function aDnsServer(): Promise<string> {
  const port = await freePort();
  const inStrings = (text: string) => (text.match(/.{1,250}/g) ?? []).map((part) => `"${part}"`).join(",");
  const records = Object.entries(texts).flatMap(([name, all]) => all.map((text) => `txt-record=${name},${inStrings(text)}`));
  const folder = mkdtempSync(join(tmpdir(), "turnout-dns-"));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "records");
  writeFileSync(file, records.join("\n")); // quotes are read in files alone
  const args = [
    "--no-daemon",
    `--conf-file=${file}`,
    "--no-resolv",
    "--no-hosts",
    "--local=/#/",
    "--pid-file=",
    `--port=${port}`,
    "--listen-address=127.0.0.1",
    "--bind-interfaces",
    "--host-record=mail.example,192.0.2.1",
    "--host-record=astray.example,198.51.100.1",
    "--ptr-record=1.2.0.192.in-addr.arpa,mail.example",
    "--ptr-record=9.2.0.192.in-addr.arpa,astray.example",
    ...["good.example", "by-mx.example", "in.good.example"].map((domain) => `--mx-host=${domain},mail.example,10`),
    "--mx-host=open.example,nowhere.example,10",
  ];
  await childServer("dnsmasq", args, port);
  return `127.0.0.1:${port}`;
}

describe.skipIf(skips)("with a real DNS server", async () => {
  const lookups = openLookups([skips ? "127.0.0.1" : await aDnsServer()]);
  const check = (domain: string, more: Partial<Sending> = {}) =>
    checkDeliverability(lookups, {
      from: `hello@${domain}`,
      inbound: null,
      servers: ["192.0.2.1"],
      selectors: ["s1"],
      signing: null,
      ...more,
    });
  const of = (findings: Finding[], about: Finding["about"], name?: string) =>
    findings.find((one) => one.about === about && (name === undefined || one.name === name))!;

  test("a domain that is set up has nothing to add", async () => {
    const findings = await check("good.example", { servers: ["mail.example"] });
    expect(findings.map(({ about, verdict }) => [about, verdict])).toEqual([
      ["MX", "good"],
      ["SPF", "good"],
      ["DKIM", "good"],
      ["DMARC", "good"],
      ["reverse name", "good"],
    ]);
    expect(deliverabilityLines(findings).join("\n")).not.toContain("add:");
  });

  test("a domain with nothing is told each record to add", async () => {
    const findings = await check("none.example", { servers: ["192.0.2.2"] });
    expect(findings.map(({ verdict }) => verdict)).toEqual(Array(5).fill("missing"));
    const lines = deliverabilityLines(findings).join("\n");
    expect(lines).toContain('none.example. IN TXT "v=spf1 ip4:192.0.2.2 -all"');
    expect(lines).toContain("none.example. IN MX 10 <your mail server>.");
    expect(lines).toContain('_dmarc.none.example. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@none.example"');
    expect(lines).toContain("s1._domainkey.none.example. IN TXT");
  });

  test.each<[string, Finding["verdict"]]>([
    ["good.example", "good"],
    ["included.example", "good"],
    ["by-mx.example", "good"],
    ["by-a.example", "good"],
    ["redirected.example", "good"],
    ["other.example", "wrong"],
    ["open.example", "wrong"],
    ["twice.example", "wrong"],
    ["endless.example", "wrong"],
    ["macro.example", "unknown"],
    ["none.example", "missing"],
  ])("SPF of %s is %s for our server", async (domain, verdict) => {
    expect(of(await check(domain), "SPF")).toMatchObject({ verdict });
  });

  test("a server that SPF does not name is put into the record as it is", async () => {
    expect(of(await check("other.example"), "SPF").add).toBe('other.example. IN TXT "v=spf1 ip4:192.0.2.1 ip4:198.51.100.7 -all"');
  });

  test("mail servers without an address, weak and revoked keys, and two policies are wrong", async () => {
    expect(of(await check("open.example"), "MX")).toMatchObject({ verdict: "wrong", says: expect.stringContaining("nowhere.example") });
    expect(of(await check("open.example"), "DKIM")).toMatchObject({ verdict: "wrong", says: expect.stringContaining("1024 bits") });
    expect(of(await check("open.example"), "DMARC")).toMatchObject({ verdict: "wrong" });
    expect(of(await check("twice.example"), "DKIM")).toMatchObject({ verdict: "wrong", says: expect.stringContaining("revoked") });
    expect(of(await check("twice.example"), "DMARC")).toMatchObject({ verdict: "wrong" });
  });

  test("a policy of the domain above counts, and the domain that reports return to is looked at too", async () => {
    const findings = await check("in.good.example", { inbound: "rsvp@in.other.example" });
    expect(of(findings, "DMARC")).toMatchObject({ verdict: "good", says: expect.stringContaining("DKIM alone") });
    expect(of(findings, "MX", "in.other.example")).toMatchObject({ verdict: "missing" });
    expect(of(findings, "SPF", "in.other.example")).toMatchObject({ verdict: "missing" });
  });

  test("a reverse name has to lead back", async () => {
    expect(of(await check("good.example", { servers: ["192.0.2.9"] }), "reverse name")).toMatchObject({ verdict: "wrong" });
  });

  test("where we sign ourselves, the record has to have our key, and is told whole", async () => {
    const signing = { domain: "good.example", selector: "s1", publicKey: /p=(.*)/.exec(texts["s1._domainkey.good.example"]![0]!)![1]! };
    expect(of(await check("good.example", { selectors: [], signing }), "DKIM")).toMatchObject({ verdict: "good" });
    const other = { ...signing, publicKey: rsa(2048) };
    expect(of(await check("good.example", { selectors: [], signing: other }), "DKIM")).toMatchObject({ verdict: "wrong" });
    const none = of(await check("good.example", { selectors: [], signing: { ...other, selector: "s2" } }), "DKIM");
    expect(none.add).toBe(`s2._domainkey.good.example. IN TXT "v=DKIM1; k=rsa; p=${other.publicKey}"`);
  });

  test("what nobody has said is not guessed", async () => {
    const findings = await check("good.example", { servers: [], selectors: [], signing: null });
    const unknown = findings.filter(({ verdict }) => verdict === "unknown").map(({ about }) => about);
    expect(unknown).toEqual(["SPF", "DKIM", "reverse name"]);
  });
});

test("a DNS server that says nothing is given up in time, and nothing is called missing", async () => {
  const silent = createSocket("udp4").bind(0, "127.0.0.1");
  await once(silent, "listening");
  afterFile(() => void silent.close());
  const lookups = openLookups([`127.0.0.1:${silent.address().port}`], { timeout: 100 });
  const began = performance.now();
  const findings = await checkDeliverability(lookups, {
    from: "hello@good.example",
    inbound: "rsvp@in.good.example",
    servers: ["mail.example"],
    selectors: ["s1"],
    signing: null,
  });
  expect(new Set(findings.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
  expect(deliverabilityLines(findings)[0]).toContain("DNS did not answer");
  expect(performance.now() - began).toBeLessThan(10_000);
});

test("a port where no DNS server is, is said to be that", async () => {
  const lookups = openLookups([`127.0.0.1:${await freePort()}`], { timeout: 100 });
  const findings = await checkDeliverability(lookups, {
    from: "a@good.example",
    inbound: null,
    servers: ["192.0.2.1"],
    selectors: [],
    signing: null,
  });
  expect(findings[0]).toMatchObject({ verdict: "unknown", says: expect.stringContaining("DNS did not answer") });
});
