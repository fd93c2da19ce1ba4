import type { Problem } from "../../api/client.ts";
import { MAX_UPLOAD, scaleImage } from "./scale-image.ts";

export type Uploaded = { imageId: string } | { code: string; facts?: NonNullable<Problem["facts"]> };

/** Uploads a picture and reports its progress (0 to 1). Never throws: a failure is returned as a code. */
export async function uploadImage(file: Blob, onProgress: (share: number) => void, signal: AbortSignal): Promise<Uploaded> {
  const picture = await scaleImage(file);
  if (picture.size > MAX_UPLOAD) return { code: "image_too_large" };
  return post(picture, onProgress, signal);
}

/** By XMLHttpRequest: `fetch` does not report upload progress. */
function post(picture: Blob, onProgress: (share: number) => void, signal: AbortSignal): Promise<Uploaded> {
  const request = new XMLHttpRequest();
  signal.addEventListener("abort", () => request.abort());
  return new Promise((resolve) => {
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && onProgress(loaded / total);
    request.onload = () => resolve(request.status === 200 ? (JSON.parse(request.responseText) as { imageId: string }) : problemOf(request));
    request.onerror = request.onabort = () => resolve({ code: "offline" });
    request.open("POST", "/api/images");
    request.setRequestHeader("content-type", picture.type || "application/octet-stream"); // not every system knows every kind
    request.send(picture);
  });
}

function problemOf({ status, responseText }: XMLHttpRequest): { code: string; facts?: NonNullable<Problem["facts"]> } {
  try {
    const { code, facts } = JSON.parse(responseText) as Problem;
    return { code: code === "too_large" ? "image_too_large" : code, ...(facts && { facts }) };
  } catch {
    return { code: status === 413 ? "image_too_large" : "unavailable" }; // a proxy in front answers in its own format
  }
}
