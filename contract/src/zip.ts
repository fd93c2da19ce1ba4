/** Bytes one file of an archive may unpack to: a spreadsheet of 10,000 people has a few million. */
export const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

const END_OF_DIRECTORY = 0x06_05_4b_50;
const DIRECTORY_ENTRY = 0x02_01_4b_50;
const LONGEST_COMMENT = 65_557;
const STORED = 0;
const DEFLATED = 8;

/** The files of a ZIP archive by name, each unpacked as text when it is asked for; null when this is none. */
export function zipEntries(bytes: Uint8Array): Map<string, () => Promise<string>> | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === null) return null;
  const entries = new Map<string, () => Promise<string>>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null;
    const [method, packed, start] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
    const [named, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + named));
    entries.set(name, () => unpacked(bytes, { method, packed, start }));
    at += 46 + named + extra + comment;
  }
  return entries;
}

function endOfDirectory(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - LONGEST_COMMENT);
  for (let at = view.byteLength - 22; at >= first; at--) if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  return null;
}

async function unpacked(bytes: Uint8Array, { method, packed, start }: { method: number; packed: number; start: number }): Promise<string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  const data = bytes.slice(from, from + packed);
  if (method === STORED) return new TextDecoder().decode(data);
  if (method !== DEFLATED) throw new Error("packed in a way that spreadsheets are not");
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > MAX_UNPACKED_BYTES) throw new Error("unpacks to more than any guest list has");
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
