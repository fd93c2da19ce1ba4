import { expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { skipWithout } from "../testing/child-server.test-support.ts";
import { faultOfSigner, isInForce } from "./pass-signer.ts";
import { aPassSigner, makeDeveloperRelations, passType, team } from "./pass-signer.test-support.ts";
import type { PassSigner } from "./pass-signer.ts";

const isLeftOut = skipWithout("openssl");
const DAY = 86_400_000;
const settingsOf = ({ certificate, key, authority, ...names }: PassSigner) => ({
  WALLET_CERT: certificate,
  WALLET_KEY: key,
  WALLET_WWDR: authority,
  WALLET_PASS_TYPE: names.passType,
  WALLET_TEAM: names.team,
});

test.skipIf(isLeftOut)("a server starts with a certificate that wallets take, and keeps it with its key", () => {
  const signer = aPassSigner();
  expect(readConfig(settingsOf(signer)).wallet).toEqual(signer);
});

test.skipIf(isLeftOut)("a server that could only make passes that wallets refuse does not start, and says why", () => {
  const by = makeDeveloperRelations();
  const good = aPassSigner({ by });
  const other = aPassSigner({ by });
  const ended = aPassSigner({ by, from: new Date("2024-01-01"), until: new Date("2025-01-31") });
  const later = aPassSigner({ by, from: new Date(Date.now() + DAY) });
  const begins = new Date(Date.now() + DAY).toISOString().slice(0, 10);
  const cases: [PassSigner, string][] = [
    [ended, "WALLET_CERT ended on 2025-01-31: wallets refuse passes that are signed with it"],
    [later, `WALLET_CERT begins on ${begins}: wallets refuse passes that are signed with it before`],
    [{ ...good, key: other.key }, "WALLET_KEY is not the key of the certificate in WALLET_CERT"],
    [
      { ...good, passType: "pass.test.other" },
      `WALLET_CERT is for passes of the type ${passType}, and WALLET_PASS_TYPE says pass.test.other`,
    ],
    [{ ...good, team: "ZZZZZZZZZZ" }, `WALLET_CERT is of the team ${team}, and WALLET_TEAM says ZZZZZZZZZZ`],
    [
      aPassSigner({ by, subject: "/CN=turnout.test" }),
      `WALLET_CERT is for passes of the type of nobody, and WALLET_PASS_TYPE says ${passType}`,
    ],
    [
      { ...good, authority: makeDeveloperRelations().certificate },
      "WALLET_WWDR did not issue the certificate in WALLET_CERT: take the generation of Apple's that its issuer names",
    ],
  ];
  for (const [signer, words] of cases) expect(() => readConfig(settingsOf(signer))).toThrow(words);
});

test.skipIf(isLeftOut)("the five settings belong together", () => {
  const { WALLET_WWDR: _, WALLET_TEAM: __, ...rest } = settingsOf(aPassSigner());
  expect(() => readConfig(rest)).toThrow(
    "WALLET_CERT, WALLET_KEY, WALLET_WWDR, WALLET_PASS_TYPE, WALLET_TEAM belong together: WALLET_WWDR, WALLET_TEAM are missing",
  );
});

test.skipIf(isLeftOut)(
  "a certificate that ends while the server runs makes no passes any more, and neither does one whose authority has ended",
  () => {
    const now = new Date();
    const [soon, late] = [new Date(now.getTime() + DAY / 2), new Date(now.getTime() + 2 * DAY)];
    const signer = aPassSigner({ until: soon });
    expect([isInForce(signer, now), isInForce(signer, soon)]).toEqual([true, false]);
    expect(faultOfSigner(signer, soon)).toMatch(/^WALLET_CERT ended/);
    const under = aPassSigner({ by: makeDeveloperRelations(soon), until: late });
    expect([isInForce(under, now), isInForce(under, soon)]).toEqual([true, false]);
    expect(faultOfSigner(under, soon)).toMatch(/^WALLET_WWDR ended/);
  },
);
