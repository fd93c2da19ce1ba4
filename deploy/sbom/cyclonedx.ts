import type { Package } from "./packages.ts";

/** A software bill of materials in CycloneDX 1.6, reproducible: it has no timestamp and no serial number. */
export function cycloneDx(image: { name: string; version: string }, packages: Package[]): string {
  const components = [...new Map(packages.map((one) => [one.purl + (one.inside ?? ""), one])).values()]
    .sort((a, b) => (a.purl < b.purl ? -1 : 1))
    .map(({ name, version, purl, licence, inside }) => ({
      type: "library",
      "bom-ref": inside ? `${purl}#${inside}` : purl,
      name,
      version,
      purl,
      ...(licence && { licenses: [/ (OR|AND|WITH) /.test(licence) ? { expression: licence } : { license: { name: licence } }] }),
      ...(inside && { properties: [{ name: "turnout:inside", value: inside }] }),
    }));
  const metadata = { component: { type: "container", "bom-ref": image.name, ...image } };
  return `${JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, metadata, components }, null, 2)}\n`;
}
