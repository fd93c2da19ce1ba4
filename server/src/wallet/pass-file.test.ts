import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { skipWithout } from "../testing/child-server.test-support.ts";
import { unzipped } from "./unzipped.test-support.ts";
import type { Pass } from "./pass.ts";
import { makePassFile } from "./pass-file.ts";
import { aPassSigner, makeDeveloperRelations, passType, team } from "./pass-signer.test-support.ts";
import type { PassSigner } from "./pass-signer.ts";

const isLeftOut = skipWithout("openssl");
const pass: Pass = {
  serial: "8d2f.1",
  title: "Sommerfest «Über den Dächern»",
  starts: "2030-06-18T19:00:00+01:00",
  allDay: false,
  place: "Miradouro, Lisboa",
  people: 3,
  code: "https://turnout.test/c/AQ",
  expires: new Date("2030-06-20T00:00:00Z"),
  issuer: "turnout.test",
};

/** What OpenSSL says of a detached signature: nothing where it is good, and the authority is trusted. */
function faultBy(program: "cms" | "smime", content: Buffer, signature: Buffer, authority: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), "turnout-pass-"));
  try {
    for (const [name, data] of Object.entries({ content, signature, authority })) writeFileSync(join(folder, name), data);
    const files = ["-in", "signature", "-content", "content", "-CAfile", "authority"];
    // Apple's certificates allow signing passes, which OpenSSL knows no purpose for.
    const args = [program, "-verify", "-binary", "-inform", "DER", ...files, "-purpose", "any", "-out", "out"];
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    return null;
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const make = (signer: PassSigner, what: Partial<Pass> = {}, locale: "en" | "de" = "en") =>
  makePassFile({ ...pass, ...what }, locale, signer, new Date());

test.skipIf(isLeftOut).each([true, false])("OpenSSL finds the signature of the manifest good, and no other one (RSA: %s)", async (rsa) => {
  const by = makeDeveloperRelations();
  const signer = aPassSigner({ by, rsa });
  const { "manifest.json": manifest, signature } = unzipped(await make(signer));
  for (const program of ["cms", "smime"] as const) {
    expect(faultBy(program, manifest!, signature!, by.certificate), program).toBeNull();
    expect(faultBy(program, Buffer.from(`${String(manifest)} `), signature!, by.certificate), program).toMatch(/digest|verif/i);
    expect(faultBy(program, manifest!, signature!, makeDeveloperRelations().certificate), program).toMatch(/verify error/i);
  }
  expect(signature!.includes(manifest!), "it is detached").toBe(false);
});

test.skipIf(isLeftOut)("the manifest has the hash of each file, and of nothing else", async () => {
  const { "manifest.json": manifest, signature: _, ...files } = unzipped(await make(aPassSigner()));
  const hashes = Object.entries(files).map(([name, content]) => [name, createHash("sha1").update(content).digest("hex")]);
  expect(JSON.parse(String(manifest))).toEqual(Object.fromEntries(hashes));
  expect(Object.keys(files).toSorted()).toEqual(["icon.png", "icon@2x.png", "pass.json"]);
  for (const [name, size] of [
    ["icon.png", 29],
    ["icon@2x.png", 58],
  ] as const)
    expect([files[name]!.subarray(1, 4).toString(), files[name]!.readUInt32BE(16), files[name]!.readUInt32BE(20)]).toEqual([
      "PNG",
      size,
      size,
    ]);
});

test.skipIf(isLeftOut)(
  "a pass shows the event, when, where, how many and the code, in the reader's language, and nobody's name",
  async () => {
    const signer = aPassSigner();
    const read = async (...args: [Partial<Pass>?, ("en" | "de")?]) =>
      JSON.parse(String(unzipped(await make(signer, ...args))["pass.json"])) as Record<string, unknown>;
    expect(await read({}, "de")).toEqual({
      formatVersion: 1,
      passTypeIdentifier: passType,
      teamIdentifier: team,
      serialNumber: pass.serial,
      organizationName: "turnout.test",
      description: `Dein Code für den Einlass: ${pass.title}`,
      logoText: "turnout.test",
      sharingProhibited: true,
      backgroundColor: "rgb(36, 22, 41)",
      foregroundColor: "rgb(255, 255, 255)",
      labelColor: "rgb(255, 199, 46)",
      relevantDate: pass.starts,
      expirationDate: "2030-06-20T00:00:00Z",
      barcodes: [{ format: "PKBarcodeFormatQR", message: pass.code, messageEncoding: "iso-8859-1" }],
      eventTicket: {
        primaryFields: [{ key: "event", label: "Event", value: pass.title }],
        secondaryFields: [
          {
            key: "when",
            label: "Wann",
            value: pass.starts,
            dateStyle: "PKDateStyleMedium",
            timeStyle: "PKDateStyleShort",
            ignoresTimeZone: true,
          },
          { key: "people", label: "Personen", value: 3 },
        ],
        auxiliaryFields: [{ key: "where", label: "Wo", value: pass.place }],
      },
    });
    const later = await read({ starts: null, place: null, expires: null });
    expect(later["relevantDate"] ?? later["expirationDate"]).toBeUndefined();
    expect(later["eventTicket"]).toMatchObject({ secondaryFields: [{ key: "people", label: "People" }], auxiliaryFields: [] });
  },
);
