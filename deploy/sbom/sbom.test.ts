import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../containers.ts";
import { cycloneDx } from "./cyclonedx.ts";
import { nodePackages, packagesIn, postgresPackages } from "./packages.ts";

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
  expect(packagesIn(image, "server")).toEqual([
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
  const silent = mkdtempSync(join(image, "silent-"));
  for (const name of ["server", "web"] as const) expect(() => packagesIn(silent, name)).toThrow("packages.json");
});

test("what is installed of Debian's list is found, and not what was removed; PostgreSQL is added where it is no package", () => {
  const folder = mkdtempSync(join(image, "debian-"));
  const stanza = (name: string, version: string, status: string) =>
    `Package: ${name}\nStatus: ${status}\nArchitecture: amd64\nVersion: ${version}\nDescription: a package\n more of it\n`;
  const list = [stanza("libssl3", "3.0.17-1~deb12u2", "install ok installed"), stanza("curl", "7.88.1", "deinstall ok config-files")];
  mkdirSync(join(folder, "var/lib/dpkg"), { recursive: true });
  writeFileSync(join(folder, "var/lib/dpkg/status"), list.join("\n"));
  const system = packagesIn(folder, "database");
  expect(system).toEqual([{ name: "libssl3", version: "3.0.17-1~deb12u2", purl: "pkg:deb/debian/libssl3@3.0.17-1~deb12u2?arch=amd64" }]);
  const said = "postgres (PostgreSQL) 18.6 (Debian 18.6-1.pgdg12+1)";
  expect(postgresPackages(said, system)).toEqual([
    { name: "postgresql", version: "18.6", purl: "pkg:generic/postgresql@18.6", licence: "PostgreSQL" },
  ]);
  const packaged = { name: "postgresql-18", version: "18.6-1.pgdg12+1", purl: "pkg:deb/debian/postgresql-18@18.6-1.pgdg12%2B1" };
  expect(postgresPackages(said, [packaged])).toEqual([]);
  expect(() => postgresPackages("sh: postgres: not found", system)).toThrow("does not say its version");
});

test("Alpine's packages are found, and those in the app's files", () => {
  const folder = mkdtempSync(join(image, "alpine-"));
  mkdirSync(join(folder, "lib/apk/db"), { recursive: true });
  const installed = [
    "C:Q1x=\nP:nginx\nV:1.30.1-r1\nA:x86_64\nS:1\nL:BSD-2-Clause\nF:etc\nR:nginx.conf",
    "C:Q1y=\nP:musl\nV:1.2.5-r10\nA:x86_64\nL:MIT",
  ];
  writeFileSync(join(folder, "lib/apk/db/installed"), `${installed.join("\n\n")}\n\n`);
  mkdirSync(join(folder, "usr/share/turnout"), { recursive: true });
  writeFileSync(join(folder, "usr/share/turnout/packages.json"), JSON.stringify([{ name: "react", version: "19.3.1", license: "MIT" }]));
  expect(packagesIn(folder, "web")).toEqual([
    { name: "nginx", version: "1.30.1-r1", purl: "pkg:apk/alpine/nginx@1.30.1-r1?arch=x86_64", licence: "BSD-2-Clause" },
    { name: "musl", version: "1.2.5-r10", purl: "pkg:apk/alpine/musl@1.2.5-r10?arch=x86_64", licence: "MIT" },
    { name: "react", version: "19.3.1", purl: "pkg:npm/react@19.3.1", licence: "MIT" },
  ]);
});

test("libraries compiled into Node are listed", () => {
  const names = nodePackages(process.versions as Record<string, string>).map(({ name }) => name);
  for (const name of ["node", "openssl", "v8", "uv", "zlib"]) expect(names).toContain(name);
  expect(names).not.toContain("modules"); // a number of an interface, not of a release
});

test("the same packages, in any order, give the same bill, and each is listed once", () => {
  const packages = packagesIn(image, "server");
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
  const names = packagesIn(folder, "server").map(({ name }) => name);
  for (const name of ["vips", "webp", "png", "glib", "expat"]) expect(names).toContain(name);
});
