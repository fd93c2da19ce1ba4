import type { Reader } from "./readers.ts";

/** What a stop may not do to those who are reading. `heard`: what each of them has to have heard, in this order. */
export function stopFaults(code: number, readers: Pick<Reader, "heard" | "moves" | "failedHandshakes">[], heard: string[]): string[] {
  const failed = readers.reduce((sum, { failedHandshakes }) => sum + failedHandshakes, 0);
  const wrong = readers.filter((one) => one.heard.join() !== heard.join());
  return [
    ...(code === 0 ? [] : [`a server that was told to stop ended with ${code}`]),
    ...(readers.some(({ moves }) => moves > 0) ? [] : ["no reader was connected to the server that stopped"]),
    ...(failed === 0 ? [] : [`${failed} handshakes failed`]),
    ...(wrong.length === 0
      ? []
      : [`${wrong.length} readers heard something twice, not at all, or not in order: ${wrong[0]!.heard.join()}`]),
  ];
}
