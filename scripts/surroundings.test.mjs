import { expect, test } from "vitest";
import { areAll } from "./surroundings.mjs";

const here = { os: "linux", cpu: "x64", libc: "glibc" };
const binding = (more) => ({ integrity: "b", optional: true, os: ["linux"], cpu: ["x64"], ...more });

test.each([
  ["what is there in another version", { "node_modules/a": { integrity: "other" } }, { "node_modules/a": { integrity: "a" } }],
  ["what is missing", {}, { "node_modules/a": { integrity: "a" } }],
  ["an optional package for this machine that is missing", {}, { "node_modules/a-linux": binding() }],
  ["one for its C library that is missing", {}, { "node_modules/a-linux": binding({ libc: ["glibc"] }) }],
])("%s is installed again", (_what, installed, wanted) => {
  expect(areAll(installed, wanted, here)).toBe(false);
});

test.each([
  [
    "the packages of the lock file, and the project's own",
    { "node_modules/a": { integrity: "a" } },
    { "": {}, web: {}, "node_modules/a": { integrity: "a" } },
  ],
  ["an optional package for another system", {}, { "node_modules/a-darwin": binding({ os: ["darwin"] }) }],
  ["one for another processor", {}, { "node_modules/a-arm": binding({ cpu: ["arm64"] }) }],
  ["one for another C library", {}, { "node_modules/a-musl": binding({ libc: ["musl"] }) }],
  ["one that belongs to another that is not there", {}, { "node_modules/b": { integrity: "b", optional: true } }],
  ["a peer that is the user's to bring", {}, { "node_modules/p": { integrity: "p", peer: true } }],
])("%s: nothing is missing", (_what, installed, wanted) => {
  expect(areAll(installed, wanted, here)).toBe(true);
});
