import { rootCertificates } from "node:tls";
import { expect, test } from "vitest";
import { hiddenPartsOf } from "./replaceable-settings.ts";

test("of a setting that is replaced, the log hides each secret and password, and leaves certificates, which are public", () => {
  const [next, before] = ["next secret", "secret before"];
  expect(hiddenPartsOf("SECRET", `${next}\n${before}`)).toEqual([next, before]);
  expect(hiddenPartsOf("DATABASE_URL", "postgres://turnout:p%40ss%2Fword@db/turnout")).toEqual(["p%40ss%2Fword", "p@ss/word"]);
  expect(hiddenPartsOf("TLS_CA", rootCertificates.slice(0, 2).join("\n"))).toEqual([]);
});
