import { MAX_GUESTS_AT_ONCE } from "@turnout/contract/bulk-guests";

/** Most bytes of the guests in a command: a server takes 256 KiB in all. */
export const MAX_CHUNK = 200 * 1024;

const encoder = new TextEncoder();

/** As many items, from there on, as one command takes, at least one: answers that are given back may be long. */
export function chunkOf<Item>(items: readonly Item[], start: number): Item[] {
  let [end, bytes] = [start, 0];
  while (end < items.length && end < start + MAX_GUESTS_AT_ONCE) {
    bytes += encoder.encode(JSON.stringify(items[end])).length;
    if (bytes > MAX_CHUNK && end > start) break;
    end += 1;
  }
  return items.slice(start, end);
}
