import type { CDPSession } from "playwright-core";

export interface Traffic {
  requests: number;
  /** Bytes on the wire, headers included, by kind of thing. */
  bytes: { document: number; script: number; style: number; font: number; all: number };
}

const kinds: Record<string, keyof Traffic["bytes"]> = { Document: "document", Script: "script", Stylesheet: "style", Font: "font" };

/** Counts what a page fetches from now on. */
export async function countTraffic(line: CDPSession): Promise<() => Traffic> {
  const kindOf = new Map<string, string>();
  const traffic: Traffic = { requests: 0, bytes: { document: 0, script: 0, style: 0, font: 0, all: 0 } };
  line.on("Network.requestWillBeSent", ({ requestId, type, redirectResponse }) => {
    traffic.requests++;
    if (redirectResponse) traffic.bytes.all += redirectResponse.encodedDataLength;
    kindOf.set(requestId, type ?? "Other");
  });
  line.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds[kindOf.get(requestId) ?? ""];
    traffic.bytes.all += encodedDataLength;
    if (kind) traffic.bytes[kind] += encodedDataLength;
  });
  await line.send("Network.enable");
  return () => structuredClone(traffic);
}
