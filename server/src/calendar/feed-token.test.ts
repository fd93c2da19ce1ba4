import { expect, test } from "vitest";
import { changeableSecrets, type Secrets } from "../secrets.ts";
import { createFeedTokens, feedToken, TOKENS_KEPT } from "./feed-token.ts";

const only = (secret: string) => ({ signing: secret, accepted: [secret], lasting: secret });
const keyOf = (at: number) => ({ id: `00000000-0000-4000-8000-${at.toString(16).padStart(12, "0")}`, version: at });

/** A reader of tokens, and how often it has worked a proof out. */
function aReader() {
  const { secrets, set } = changeableSecrets(only("first"));
  let proofs = 0;
  const counted: Secrets = {
    get signing() {
      return secrets.signing;
    },
    get accepted() {
      proofs++;
      return secrets.accepted;
    },
    get lasting() {
      return secrets.lasting;
    },
    onChange: (listener) => secrets.onChange!(listener),
  };
  return { read: createFeedTokens(counted), secrets, set, proofs: () => proofs };
}

test("a token that comes again is not proven again, and one that nobody made is, each time", () => {
  const { read, secrets, proofs } = aReader();
  const token = feedToken(secrets, keyOf(7));
  const foreign = feedToken("another", keyOf(7));
  expect([read(token), read(token), read(token)]).toEqual([keyOf(7), keyOf(7), keyOf(7)]);
  expect(proofs()).toBe(1);
  expect([read(foreign), read(foreign)]).toEqual([null, null]);
  expect(proofs()).toBe(3);
});

test("a token ends with the secret that signed it, however often it was read", () => {
  const { read, secrets, set } = aReader();
  const token = feedToken(secrets, keyOf(7));
  expect(read(token)).toEqual(keyOf(7));
  set({ ...only("second"), accepted: ["second", "first"] });
  expect(read(token)).toEqual(keyOf(7));
  set(only("second"));
  expect(read(token)).toBeNull();
});

test("so many tokens are remembered, and the oldest is forgotten for one more", () => {
  const { read, secrets, proofs } = aReader();
  const tokens = Array.from({ length: TOKENS_KEPT + 1 }, (_, at) => feedToken(secrets, keyOf(at)));
  for (const token of tokens) read(token);
  expect(proofs()).toBe(TOKENS_KEPT + 1);
  read(tokens.at(-1)!);
  expect(proofs()).toBe(TOKENS_KEPT + 1);
  expect(read(tokens[0]!)).toEqual(keyOf(0));
  expect(proofs()).toBe(TOKENS_KEPT + 2);
});
