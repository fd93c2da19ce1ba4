/** Whom email comes from. */
export interface Sender {
  name: string;
  address: string;
}

/** The address, and the name if there is one, of `Turnout <hello@turnout.example>`. */
export function senderOf(from: string): Sender {
  const [, name = "", address = from] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(from) ?? [];
  return { name, address: address.trim() };
}
