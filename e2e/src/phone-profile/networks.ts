import type { CDPSession } from "playwright-core";

/** What stands between a phone and the server: delay (ms) and rates (kbit/s), as the tools of the trade have them. */
export const networks = {
  /** WebPageTest's "4G". */
  "4G": { latency: 170, down: 9_000, up: 9_000 },
  /** Lighthouse's phone. */
  "slow 4G": { latency: 150, down: 1_638, up: 750 },
} as const;
export type NetworkName = keyof typeof networks;

/** How much slower a middling phone's processor is than this machine's. */
export const CPU_SLOWDOWN = 4;

const BITS_TO_BYTES = 1_000 / 8;

/** Makes a page feel a phone's network and processor. */
export async function throttle(line: CDPSession, name: NetworkName): Promise<void> {
  const { latency, down, up } = networks[name];
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency,
    downloadThroughput: down * BITS_TO_BYTES,
    uploadThroughput: up * BITS_TO_BYTES,
  });
  await line.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
}
