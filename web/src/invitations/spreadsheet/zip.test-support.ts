import { deflateSync } from "fflate";

/** What is unusual about an archive. */
export interface Zipped {
  isStored?: boolean;
  /** Sizes and offsets in ZIP64 fields, as streaming programs write them. */
  is64?: boolean;
  rename?: (name: string) => string;
  comment?: string;
  /** Sizes in the directory that differ from the real ones. */
  declared?: Record<string, number>;
}

/** Numbers one after the other, little end first, each of so many bytes. */
function fields(...values: [bytes: number, value: number][]): Uint8Array {
  const out = new Uint8Array(values.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of values) {
    let rest = value;
    for (let byte = 0; byte < bytes; byte++, rest = Math.floor(rest / 256)) out[at++] = rest % 256;
  }
  return out;
}

const ALL_ONES = 0xff_ff_ff_ff;

/** A ZIP archive as spreadsheet programs write it (APPNOTE 6.3.10). */
export function zip(files: Record<string, string | Uint8Array>, as: Zipped = {}): Uint8Array<ArrayBuffer> {
  const { isStored = false, is64 = false, rename = (name) => name, comment = "", declared = {} } = as;
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let start = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = typeof content === "string" ? encoder.encode(content) : content;
    const [title, data] = [encoder.encode(rename(name)), isStored ? plain : deflateSync(plain)];
    const size = declared[name] ?? plain.length;
    const method: [number, number] = [2, isStored ? 0 : 8];
    const extra = is64 ? fields([2, 1], [2, 24], [8, size], [8, data.length], [8, start]) : fields();
    const [unpacked, packed, place] = is64 ? [ALL_ONES, ALL_ONES, ALL_ONES] : [size, data.length, start];
    parts.push(fields([4, 0x04_03_4b_50], [4, 45], method, [8, 0], [4, packed], [4, unpacked], [2, title.length], [2, 0]), title, data);
    directory.push(
      fields(
        [4, 0x02_01_4b_50],
        [6, 45],
        method,
        [8, 0],
        [4, packed],
        [4, unpacked],
        [2, title.length],
        [2, extra.length],
        [10, 0],
        [4, place],
      ),
      title,
      extra,
    );
    start += 30 + title.length + data.length;
  }
  const count = Object.keys(files).length;
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end64 = [
    fields([4, 0x06_06_4b_50], [8, 44], [2, 45], [2, 45], [8, 0], [8, count], [8, count], [8, length], [8, start]),
    fields([4, 0x07_06_4b_50], [4, 0], [8, start + length], [4, 1]),
  ];
  const [shown, place] = is64 ? [0xff_ff, ALL_ONES] : [count, start];
  const end = fields([4, 0x06_05_4b_50], [4, 0], [2, shown], [2, shown], [4, length], [4, place], [2, comment.length]);
  const all = [...parts, ...directory, ...(is64 ? end64 : []), end, encoder.encode(comment)];
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
