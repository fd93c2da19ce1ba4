import { createHash } from "node:crypto";
import type { Locale } from "@turnout/contract/locale";
import { zipPieces } from "../http/zip.ts";
import type { Pass } from "./pass.ts";
import { passImages } from "./pass-images.ts";
import type { PassSigner } from "./pass-signer.ts";
import { signDetached } from "./sign-detached.ts";

const words: Record<Locale, { of: string; event: string; when: string; where: string; people: string }> = {
  en: { of: "Your code for the door", event: "Event", when: "When", where: "Where", people: "People" },
  de: { of: "Dein Code für den Einlass", event: "Event", when: "Wann", where: "Wo", people: "Personen" },
};

/** A pass as wallets open it: its files, what each of them hashes to, and the signature of that. */
export async function makePassFile(pass: Pass, locale: Locale, signer: PassSigner, now: Date): Promise<Buffer> {
  const files: [name: string, content: Buffer][] = [
    ["pass.json", Buffer.from(JSON.stringify(passJson(pass, locale, signer)))],
    ...passImages(),
  ];
  // SHA-1 is the format's; the manifest is what is signed, with SHA-256.
  const hashes = files.map(([name, content]) => [name, createHash("sha1").update(content).digest("hex")]);
  const manifest = Buffer.from(JSON.stringify(Object.fromEntries(hashes)));
  const all: [string, Buffer][] = [...files, ["manifest.json", manifest], ["signature", signDetached(manifest, signer, now)]];
  return Buffer.concat(await Array.fromAsync(zipPieces(all.map(([name, data]) => ({ name, data })))));
}

function passJson(
  { serial, title, starts, allDay, place, people, code, expires, issuer }: Pass,
  locale: Locale,
  { passType, team }: PassSigner,
) {
  const { of, event, when, where, people: count } = words[locale];
  const time = allDay ? { dateStyle: "PKDateStyleFull" } : { dateStyle: "PKDateStyleMedium", timeStyle: "PKDateStyleShort" };
  return {
    formatVersion: 1,
    passTypeIdentifier: passType,
    teamIdentifier: team,
    serialNumber: serial,
    organizationName: issuer,
    description: `${of}: ${title}`,
    logoText: issuer,
    sharingProhibited: true,
    backgroundColor: "rgb(36, 22, 41)",
    foregroundColor: "rgb(255, 255, 255)",
    labelColor: "rgb(255, 199, 46)",
    ...(starts !== null && !allDay && { relevantDate: starts }),
    ...(expires && { expirationDate: expires.toISOString().replace(/\.\d+Z$/, "Z") }),
    barcodes: [{ format: "PKBarcodeFormatQR", message: code, messageEncoding: "iso-8859-1" }],
    eventTicket: {
      primaryFields: [{ key: "event", label: event, value: title }],
      secondaryFields: [
        ...(starts === null ? [] : [{ key: "when", label: when, value: starts, ...time, ignoresTimeZone: true }]),
        { key: "people", label: count, value: people },
      ],
      auxiliaryFields: place === null ? [] : [{ key: "where", label: where, value: place }],
    },
  };
}
