import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failed } from "../failed.ts";
import { inScratch } from "../gates/locked-tools.ts";
import { makeKeyPair } from "../release/cosign.ts";
import { requireTagged } from "../release/history.ts";
import { makeRelease, notesOf } from "../release/make-release.ts";
import { badReleases } from "../release/refusals.ts";
import { watchOutside } from "../release/outside.ts";
import { openRegistry } from "../release/registry.ts";
import { logIn, required, signerOf } from "../release/settings.ts";
import { verifyRelease, type Wanted } from "../release/verify-release.ts";
import { version } from "../release/version.ts";

export const about =
  "Rehearses a release in a registry of its own: build, push, sign, attest, verify, and refuse what is not it; publish does it for real";
export const usage = "[publish]   (by REGISTRY, REGISTRY_USER, REGISTRY_PASSWORD, SIGNING_KEY, SIGNING_PASSWORD)";

export async function run([what, ...rest]: string[]): Promise<void> {
  if ((what && what !== "publish") || rest.length > 0) throw new Failed(`release takes publish, or nothing: ${[what, ...rest].join(" ")}`);
  await (what ? inScratch(publish) : inScratch(rehearse));
}

async function publish(folder: string): Promise<void> {
  const registry = required(process.env, "REGISTRY");
  const signer = signerOf(process.env);
  await requireTagged(version);
  const keys = mkdtempSync(join(tmpdir(), "turnout-registry-"));
  try {
    logIn(registry, keys);
    const notes = await notesOf(version);
    const { digest } = await makeRelease({ version, notes, registry, signer, folder }, false);
    console.log(`\n${notes}\nReleased ${version}: RELEASE=${digest}`);
  } finally {
    rmSync(keys, { recursive: true });
  }
}

/** With a key pair made for this run, images on stand-ins for their bases, and nothing that leaves this machine. */
async function rehearse(folder: string): Promise<void> {
  const registry = await openRegistry();
  try {
    const own = await makeKeyPair(folder, "own");
    const stranger = await makeKeyPair(folder, "stranger");
    const sealing = { version, notes: await notesOf(version), registry: registry.address, signer: own.signer, folder };
    const { digest, images } = await makeRelease(sealing, true);
    const verify = (release: string) => verifyRelease({ registry: registry.address, release, trust: own.trust, folder });
    for (const release of [version, digest]) {
      const verified = await verify(release);
      if (verified.digest !== digest) throw new Failed(`${release} led to ${verified.digest}`);
      console.log(`✓ ${release} is verified`);
    }
    const outside = await watchOutside();
    await refuse(
      { registry: registry.address, release: version, trust: stranger.trust, folder },
      /is refused/,
      "a release of a key that is not trusted",
    );
    for (const { what, refusal, make } of badReleases({ sealing, images, version, stranger }))
      await refuse({ registry: registry.address, release: await make(), trust: own.trust, folder }, refusal, what);
    const asked = outside.close();
    if (asked.length > 0) throw new Failed(`somebody else was asked: ${asked.join(", ")}`);
    console.log("✓ nobody outside of this machine was asked by what signs, attests and verifies");
    console.log(`release: ${version} as it should be`);
  } finally {
    registry.close();
  }
}

/** Throws unless it is refused, and for its own reason. */
async function refuse(wanted: Wanted, refusal: RegExp, what: string): Promise<void> {
  const said = await verifyRelease(wanted).then(
    () => null,
    (error: Error) => error.message,
  );
  if (said === null) throw new Failed(`${what} is taken`);
  if (!refusal.test(said)) throw new Failed(`${what} is refused for another reason: ${said}`);
  console.log(`✓ ${what} is refused`);
}
