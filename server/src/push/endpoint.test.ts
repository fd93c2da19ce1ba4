import type { LookupAddress } from "node:dns";
import { describe, expect, test } from "vitest";
import { isPublicAddress, isPushEndpoint, MAX_ENDPOINT, publicLookup } from "./endpoint.ts";

describe("what a browser may name as its push service", () => {
  test.each([
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/abc",
    "https://db5p.notify.windows.com/w/?token=abc",
    "https://push.example:443/1",
  ])("%s", (endpoint) => expect(isPushEndpoint(endpoint)).toBe(true));

  test.each([
    "http://push.example/1",
    "ftp://push.example/1",
    "https://push.example:8443/1",
    "https://localhost/1",
    "https://localhost:3000/1",
    "https://intranet/1",
    "https://127.0.0.1/1",
    "https://2130706433/1",
    "https://0x7f.1/1",
    "https://[::1]/1",
    "https://[::ffff:10.0.0.1]/1",
    "https://169.254.169.254/latest/meta-data",
    "https://user:password@push.example/1",
    "https://push.example/1#part",
    "https://push.example./1",
    "not an address",
    "",
  ])("not %s", (endpoint) => expect(isPushEndpoint(endpoint)).toBe(false));

  test(`an address has at most ${MAX_ENDPOINT} characters`, () => {
    const of = (length: number) => "https://push.example/".padEnd(length, "x");
    expect([isPushEndpoint(of(MAX_ENDPOINT)), isPushEndpoint(of(MAX_ENDPOINT + 1))]).toEqual([true, false]);
  });

  test("in tests, this machine too, and still nothing else", () => {
    expect(isPushEndpoint("https://localhost:3000/1", "ownMachine")).toBe(true);
    for (const endpoint of ["http://localhost:3000/1", "https://10.0.0.1/1", "https://push.example:8443/1"])
      expect(isPushEndpoint(endpoint, "ownMachine")).toBe(false);
  });
});

describe("addresses of the public internet", () => {
  test.each([
    "1.1.1.1",
    "142.250.74.74",
    "172.15.255.255",
    "172.32.0.0",
    "100.63.255.255",
    "2a00:1450:4001:829::200a",
    "2001:4860::1",
    "64:ff9b::8.8.8.8",
  ])("%s", (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fd00::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "3fff::1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::8.8.8.8",
    "push.example",
    "",
  ])("not %s", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("where connections go", () => {
  const addresses = (...found: string[]): LookupAddress[] => found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const asked = (found: LookupAddress[], { reach, all = true }: { reach?: "public" | "ownMachine"; all?: boolean } = {}) =>
    new Promise((resolve) =>
      publicLookup(reach, (_name, done) => done(null, found))("push.example", { all }, (error, ...answer) =>
        resolve(error ? error.name : answer),
      ),
    );

  test("to all public addresses of the name", async () => {
    const found = addresses("1.1.1.1", "2606:4700:4700::1111");
    expect(await asked(found)).toEqual([found]);
    expect(await asked(found, { all: false })).toEqual(["1.1.1.1", 4]);
  });

  test("nowhere for a name that also leads into a network of our own, or to no address", async () => {
    for (const found of [addresses("127.0.0.1"), addresses("1.1.1.1", "10.0.0.1"), addresses("::1"), []])
      for (const all of [true, false]) expect(await asked(found, { all })).toBe("NotPublic");
  });

  test("to this machine only where tests allow it", async () => {
    expect(await asked(addresses("127.0.0.1"), { reach: "ownMachine" })).toEqual([addresses("127.0.0.1")]);
    expect(await asked(addresses("10.0.0.1"), { reach: "ownMachine" })).toBe("NotPublic");
  });

  test("a name that cannot be looked up is told as such", async () => {
    const failing = publicLookup("public", (_name, done) => done(new Error("ENOTFOUND"), []));
    expect(await new Promise((resolve) => failing("push.example", {}, (error) => resolve(error?.message)))).toBe("ENOTFOUND");
  });
});
