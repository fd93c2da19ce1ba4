export type PictureKind = "jpeg" | "png" | "gif" | "webp" | "avif" | "heic";

const AVIF_BRANDS = new Set(["avif", "avis"]);
/** Brands of HEVC-coded pictures (ISO/IEC 23008-12); `mif1` and `msf1` alone do not say which codec. */
const HEIC_BRANDS = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"]);
/** How far into a file its brands are looked for (bytes). */
const MAX_BRANDS = 256;

/** A file's kind by its content, whatever its label says. Null: no known picture. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MAX_BRANDS)).toString("latin1");
  if (start.startsWith("\xff\xd8\xff")) return "jpeg";
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (/^GIF8[79]a/.test(start)) return "gif";
  if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) return "webp";
  return start.startsWith("ftyp", 4) ? kindByBrands(brandsOf(start, bytes)) : null;
}

/** The major and compatible brands of an `ftyp` box: four characters each, with a version after the first. */
function brandsOf(start: string, bytes: Uint8Array): string[] {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const brands = start.slice(8, length).match(/.{4}/gs) ?? [];
  return brands.filter((_brand, at) => at !== 1);
}

function kindByBrands(brands: string[]): PictureKind | null {
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return "avif";
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? "heic" : null;
}
