/** The header of a text frame with so many bytes, masked or not. */
function header(length: number, mask: 0 | 0x80): Buffer {
  return length < 126 ? Buffer.from([0x81, mask | length]) : Buffer.from([0x81, mask | 126, length >> 8, length & 255]);
}

/** A text frame as a client sends it: masked, with a mask of zeroes, which leaves the text as it is. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([header(payload.length, 0x80), Buffer.alloc(4), payload]);
}

/** A text frame as a server sends it. */
export const serverFrame = (payload: Buffer): Buffer => Buffer.concat([header(payload.length, 0), payload]);
