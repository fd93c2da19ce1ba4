import { whenQuiet } from "../when-quiet.ts";
import type { Live } from "./live.ts";

/**
 * Loads the live part and opens its connection. With `mayWait`, the page becomes idle first: nothing is missed meanwhile,
 * because following begins at the position of the snapshot that is shown. Rejects when the file can't be loaded.
 */
export async function fetchLive(mayWait: boolean): Promise<Live> {
  if (mayWait) await whenQuiet();
  const { openLive } = await import("./live.ts");
  return openLive();
}
