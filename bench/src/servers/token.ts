import { createHmac, timingSafeEqual } from "node:crypto";

const KEY = "a key for the peers of a benchmark";
const sign = (name: string) => createHmac("sha256", KEY).update(name).digest("base64url");

/** The cheapest way of knowing who somebody is: nothing is looked up. */
export const tokenFor = (name: string) => `${name}.${sign(name)}`;

export function isToken(cookie: string): boolean {
  const [name = "", signature = ""] = cookie.replace(/^token=/, "").split(".");
  const expected = Buffer.from(sign(name));
  return expected.length === signature.length && timingSafeEqual(expected, Buffer.from(signature));
}
