/** Reads the whole number that begins at `at`, without making a string of it. */
export function indexOfDigits(bytes: Buffer, at: number): { value: number; end: number } {
  let value = 0;
  let end = at;
  for (let digit = bytes[end]! - 48; digit >= 0 && digit <= 9; digit = bytes[++end]! - 48) value = value * 10 + digit;
  return { value, end };
}

/** A text frame as a client sends it: masked, with a mask of zeroes, which leaves the words as they are. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = payload.length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
  header[0] = 0x81;
  if (payload.length < 126) header[1] = 0x80 | payload.length;
  else {
    header[1] = 0x80 | 126;
    header.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([header, payload]);
}

/** A text frame as a server sends it. */
export function serverFrame(payload: Buffer): Buffer {
  const header =
    payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([header, payload]);
}
