import { whenQuiet } from "../when-quiet.ts";
import type { Live } from "./live.ts";

/**
 * Fetches what keeps events current, and opens its connection. With `mayWait`, what a guest reads and answers with comes
 * first: nothing is missed meanwhile, because following begins at the position of the snapshot that is shown. Rejects
 * when the file can't be had.
 */
export async function fetchLive(mayWait: boolean): Promise<Live> {
  if (mayWait) await whenQuiet();
  const { openLive } = await import("./live.ts");
  return openLive();
}
