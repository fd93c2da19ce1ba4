/** Finds the text of a QR code in what a camera shows; null: there is none to be read. */
export type DecodeFrame = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
interface Detectors {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}
const { BarcodeDetector } = globalThis as { BarcodeDetector?: Detectors };

/** The longer side of what the script reads (px): more takes longer than a door can wait. */
export const LONGEST = 720;

const loadQr = () => import("qr/decode.js");

/** So that a door that loses its network can still read codes. */
export async function preloadDecoder(): Promise<void> {
  if (!(await hasOwnDecoder())) await loadQr();
}

/** The browser's own decoder where it has one for QR codes, else one in JavaScript: WebAssembly would need a wider security policy. */
export async function openDecoder(): Promise<DecodeFrame> {
  if (await hasOwnDecoder()) {
    const detector = new BarcodeDetector!({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: decodeQr } = await loadQr();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  let frames = 0;
  return async (video) => {
    if (video.videoWidth === 0) return null;
    const { x, y, width, height, scale } = viewOf(video, frames++);
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.drawImage(video, x, y, width, height, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQr(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return null; // no code in this frame
    }
  };
}

interface View {
  x: number;
  y: number;
  width: number;
  height: number;
  scale: number;
}

/** In turns the whole image, made smaller, and its middle as it is, where a code that is far away can be read. */
export function viewOf({ videoWidth, videoHeight }: Pick<HTMLVideoElement, "videoWidth" | "videoHeight">, turn: number): View {
  const longer = Math.max(videoWidth, videoHeight);
  if (longer <= LONGEST || turn % 2 === 0)
    return { x: 0, y: 0, width: videoWidth, height: videoHeight, scale: Math.min(1, LONGEST / longer) };
  const [width, height] = [Math.min(videoWidth, LONGEST), Math.min(videoHeight, LONGEST)];
  return { x: Math.floor((videoWidth - width) / 2), y: Math.floor((videoHeight - height) / 2), width, height, scale: 1 };
}

async function hasOwnDecoder(): Promise<boolean> {
  try {
    return BarcodeDetector !== undefined && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
  } catch {
    return false;
  }
}
