/** The server keeps covers no wider or higher than this (px). */
export const COVER_SIZE = 1_600;
/** The server's limit (bytes). */
export const MAX_UPLOAD = 10 * 1024 * 1024;
const QUALITY = 0.88;

/** Width and height that fit, in whole pixels, never enlarged. */
export function fitted(width: number, height: number, most = COVER_SIZE): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Kinds that the server decodes. Others, above all HEIC, are converted by this browser. */
const READ_BY_SERVER = new Set(["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"]);
/** Kinds that may be transparent, which a JPEG would fill with black. */
const MAY_HAVE_HOLES = new Set(["image/png", "image/webp", "image/avif", "image/gif"]);

/** A picture scaled down for the upload; unchanged if this browser cannot decode it, since the server may. */
export async function scaleImage(file: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const { width, height } = fitted(picture.width, picture.height);
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
    picture.close();
    const scaled = await written(canvas, MAY_HAVE_HOLES.has(file.type));
    return scaled && (scaled.size < file.size || !READ_BY_SERVER.has(file.type)) ? scaled : file;
  } catch {
    return file;
  }
}

/** Safari has no WebP encoder and returns a PNG instead, which is larger than the original photograph. */
async function written(canvas: HTMLCanvasElement, mayHaveHoles: boolean): Promise<Blob | null> {
  const blobOf = (type: string) => new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY));
  const webp = await blobOf("image/webp");
  return webp?.type === "image/webp" || mayHaveHoles ? webp : blobOf("image/jpeg");
}
