import type { Problem } from "../../api/client.ts";
import { MAX_UPLOAD, scaleImage } from "./scale-image.ts";

export type Uploaded = { imageId: string } | { code: string };

/** Sends a picture, telling how much of it is through (0 to 1). Never throws: what went wrong comes back as a code. */
export async function uploadImage(file: Blob, told: (share: number) => void, signal: AbortSignal): Promise<Uploaded> {
  if (!file.type.startsWith("image/")) return { code: "image_unreadable" };
  const picture = await scaleImage(file);
  if (picture.size > MAX_UPLOAD) return { code: "image_too_large" };
  return post(picture, told, signal);
}

/** By the old request object: `fetch` does not say how far an upload is. */
function post(picture: Blob, told: (share: number) => void, signal: AbortSignal): Promise<Uploaded> {
  const request = new XMLHttpRequest();
  signal.addEventListener("abort", () => request.abort());
  return new Promise((resolve) => {
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && told(loaded / total);
    request.onload = () =>
      resolve(request.status === 200 ? (JSON.parse(request.responseText) as { imageId: string }) : { code: codeOf(request) });
    request.onerror = request.onabort = () => resolve({ code: "offline" });
    request.open("POST", "/api/images");
    request.setRequestHeader("content-type", picture.type);
    request.send(picture);
  });
}

function codeOf({ status, responseText }: XMLHttpRequest): string {
  if (status === 413) return "image_too_large";
  if (status === 415) return "image_unreadable";
  try {
    return (JSON.parse(responseText) as Problem).code;
  } catch {
    return "unavailable";
  }
}
