import { existsSync } from "node:fs";

/**
 * Chromium that a Debian package, or somebody, installed. CHROMIUM_PATH names any other. The first has no window and what belongs
 * to one: the same pages cost it less of the processor.
 */
const INSTALLED = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Chromium {
  executablePath: string;
  args: string[];
}

/** A Chromium that starts, also as root: the machine's own, or the one from npm, unpacked once. Linux only for the latter. */
export async function findChromium(): Promise<Chromium> {
  const installed = process.env.CHROMIUM_PATH ?? INSTALLED.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, args: FLAGS };
  const { default: packed } = await import("@sparticuz/chromium");
  return { executablePath: await packed.executablePath(), args: FLAGS };
}
