import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { Finding, FindingCode } from "@turnout/contract/deliverability";
import { describe, expect, test } from "vitest";
import { freePort } from "../../free-port.ts";
import { afterFile } from "../../testing/after-file.ts";
import { checkDeliverability, type Sending } from "./check-deliverability.ts";
import { aDnsServer, rsa, skips, texts } from "./dns-server.test-support.ts";
import { deliverabilityLines } from "./finding-lines.ts";
import { openLookups } from "./look-up.ts";

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
      ["PTR", "good"],
    ]);
    expect(deliverabilityLines(findings).join("\n")).not.toContain("add:");
  });

  test("a domain with nothing is told each record to add", async () => {
    const findings = await check("none.example", { servers: ["192.0.2.2"] });
    expect(findings.map(({ verdict }) => verdict)).toEqual(Array(5).fill("missing"));
    const lines = deliverabilityLines(findings).join("\n");
    expect(lines).toContain('none.example. IN TXT "v=spf1 ip4:192.0.2.2 -all"');
    expect(lines).toContain("none.example. IN MX 10 <mail-server>.");
    expect(lines).toContain("2.2.0.192.in-addr.arpa. IN PTR <mail-server>.");
    expect(lines).toContain('_dmarc.none.example. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@none.example"');
    expect(lines).toContain("s1._domainkey.none.example. IN TXT");
  });

  test.each<[string, FindingCode]>([
    ["good.example", "spf_good"],
    ["included.example", "spf_good"],
    ["by-mx.example", "spf_good"],
    ["by-a.example", "spf_good"],
    ["redirected.example", "spf_good"],
    ["other.example", "spf_refuses_server"],
    ["open.example", "spf_lets_everybody"],
    ["twice.example", "spf_several"],
    ["endless.example", "spf_without_end"],
    ["macro.example", "spf_cannot_be_judged"],
    ["none.example", "spf_missing"],
  ])("of %s, for our server, it is found that %s", async (domain, code) => {
    expect(of(await check(domain), "SPF")).toMatchObject({ code });
  });

  test("a server that SPF does not name is put into the record as it is", async () => {
    expect(of(await check("other.example"), "SPF").add).toBe('other.example. IN TXT "v=spf1 ip4:192.0.2.1 ip4:198.51.100.7 -all"');
  });

  test("mail servers without an address, weak and revoked keys, and two policies are wrong", async () => {
    expect(of(await check("open.example"), "MX")).toMatchObject({ code: "mx_without_address", facts: { servers: "nowhere.example" } });
    expect(of(await check("open.example"), "DKIM")).toMatchObject({ code: "dkim_weak", facts: { least: 1024 } });
    expect(of(await check("open.example"), "DMARC")).toMatchObject({ code: "dmarc_without_policy" });
    expect(of(await check("twice.example"), "DKIM")).toMatchObject({ code: "dkim_revoked" });
    expect(of(await check("twice.example"), "DMARC")).toMatchObject({ code: "dmarc_several", facts: { count: 2 } });
  });

  test("a policy of the domain above counts, and the domain that reports return to is looked at too", async () => {
    const findings = await check("in.good.example", { inbound: "rsvp@in.other.example" });
    expect(of(findings, "DMARC")).toMatchObject({ code: "dmarc_good_by_dkim_alone", verdict: "good" });
    expect(of(findings, "MX", "in.other.example")).toMatchObject({ verdict: "missing" });
    expect(of(findings, "SPF", "in.other.example")).toMatchObject({ verdict: "missing" });
  });

  test("a reverse name has to lead back", async () => {
    expect(of(await check("good.example", { servers: ["192.0.2.9"] }), "PTR")).toMatchObject({
      code: "reverse_leads_elsewhere",
      add: "astray.example. IN A 192.0.2.9",
    });
  });

  test.each([
    ["192.0.2.7", "7.2.0.192.in-addr.arpa. IN PTR <mail-server>."],
    ["2001:db8::1:2", `2.0.0.0.1.0.0.0.${"0.".repeat(16)}8.b.d.0.1.0.0.2.ip6.arpa. IN PTR <mail-server>.`],
  ])("the record that gives %s a name is told whole", async (address, add) => {
    expect(of(await check("good.example", { servers: [address] }), "PTR")).toMatchObject({ code: "reverse_missing", add });
  });

  test("whoever asks too much of a slow server is told that there was no answer", async () => {
    const slow = openLookups(["192.0.2.1"], { within: -1 });
    await expect(slow.texts("good.example")).rejects.toThrow("ETIMEOUT");
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
    expect(unknown).toEqual(["SPF", "DKIM", "PTR"]);
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
  expect(findings[0]).toMatchObject({ code: "no_answer", verdict: "unknown", facts: { error: "ECONNREFUSED" } });
});
