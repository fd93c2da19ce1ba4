import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../containers.ts";
import { cycloneDx } from "./cyclonedx.ts";
import { nodePackages, packagesIn } from "./packages.ts";

const image = mkdtempSync(join(tmpdir(), "turnout-sbom-"));
afterAll(() => rmSync(image, { recursive: true, force: true }));

function put(path: string, content: object | string) {
  const file = join(image, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

put(
  "var/lib/dpkg/status.d/libstdc++6",
  "Package: libstdc++6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 12.2.0-14+deb12u1\n",
);
put("app/node_modules/fastify/package.json", { name: "fastify", version: "5.0.0", license: "MIT" });
put("app/node_modules/fastify/node_modules/ajv/package.json", { name: "ajv", version: "8.0.0", license: "(MIT OR Apache-2.0)" });
put("app/node_modules/@img/sharp-libvips-linux-x64/package.json", {
  name: "@img/sharp-libvips-linux-x64",
  version: "1.2.0",
  license: "LGPL-3.0-or-later",
});
put("app/node_modules/@img/sharp-libvips-linux-x64/versions.json", { vips: "8.17.0", webp: "1.6.0" });

put("app/server/bundle/packages.json", [{ name: "@fastify/send", version: "4.1.0", license: "MIT" }]);

test("packages of Debian, npm and the bundle are found, and libraries inside a package", () => {
  expect(packagesIn(image)).toEqual([
    { name: "libstdc++6", version: "12.2.0-14+deb12u1", purl: "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=amd64" },
    {
      name: "@img/sharp-libvips-linux-x64",
      version: "1.2.0",
      purl: "pkg:npm/%40img/sharp-libvips-linux-x64@1.2.0",
      licence: "LGPL-3.0-or-later",
    },
    { name: "vips", version: "8.17.0", purl: "pkg:generic/vips@8.17.0", inside: "pkg:npm/%40img/sharp-libvips-linux-x64@1.2.0" },
    { name: "webp", version: "1.6.0", purl: "pkg:generic/webp@1.6.0", inside: "pkg:npm/%40img/sharp-libvips-linux-x64@1.2.0" },
    { name: "fastify", version: "5.0.0", purl: "pkg:npm/fastify@5.0.0", licence: "MIT" },
    { name: "ajv", version: "8.0.0", purl: "pkg:npm/ajv@8.0.0", licence: "(MIT OR Apache-2.0)" },
    { name: "@fastify/send", version: "4.1.0", purl: "pkg:npm/%40fastify/send@4.1.0", licence: "MIT" },
  ]);
});

test("control: an image that does not say what is in its bundle has no bill", () => {
  expect(() => packagesIn(mkdtempSync(join(image, "silent-")))).toThrow("packages.json");
});

test("libraries compiled into Node are listed", () => {
  const names = nodePackages(process.versions as Record<string, string>).map(({ name }) => name);
  for (const name of ["node", "openssl", "v8", "uv", "zlib"]) expect(names).toContain(name);
  expect(names).not.toContain("modules"); // a number of an interface, not of a release
});

test("the same packages, in any order, give the same bill, and each is listed once", () => {
  const packages = packagesIn(image);
  const bill = cycloneDx({ name: "turnout-server", version: "1.0.0" }, packages);
  expect(cycloneDx({ name: "turnout-server", version: "1.0.0" }, [...packages, packages[0]!].toReversed())).toBe(bill);
  const { bomFormat, specVersion, components } = JSON.parse(bill) as {
    bomFormat: string;
    specVersion: string;
    components: { "bom-ref": string }[];
  };
  expect([bomFormat, specVersion, components.length]).toEqual(["CycloneDX", "1.6", packages.length]);
  expect(new Set(components.map((one) => one["bom-ref"])).size).toBe(components.length);
});

const real = ["x64", "arm64"].map((arch) => join(root, `node_modules/@img/sharp-libvips-linux-${arch}`)).find(existsSync);
test.skipIf(!real)("sharp still lists the libraries of its binaries", () => {
  const folder = mkdtempSync(join(image, "real-"));
  cpSync(join(image, "app/server"), join(folder, "app/server"), { recursive: true });
  cpSync(real!, join(folder, "app/node_modules/@img/libvips"), { recursive: true, filter: (path) => !path.includes("/lib/") });
  const names = packagesIn(folder).map(({ name }) => name);
  for (const name of ["vips", "webp", "png", "glib", "expat"]) expect(names).toContain(name);
});
