import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../free-port.ts";
import { afterFile } from "../../testing/after-file.ts";
import { childServer, skipWithout } from "../../testing/child-server.test-support.ts";

export const rsa = (bits: number) =>
  generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ type: "spki", format: "der" }).toString("base64");

/** As zones write them; dnsmasq cuts long texts into strings of 255 octets at our commas. */
export const texts: Record<string, string[]> = {
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

export const skips = skipWithout("dnsmasq");

/** A real DNS server that knows these records and nothing else. Returns its address. */
export async function aDnsServer(): Promise<string> {
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
