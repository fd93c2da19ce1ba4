import { readDraft, type DraftAsk, type ReadDraft } from "./read-draft.ts";

export type DraftReply = { share: number } | { found: ReadDraft | null };

export interface Watching {
  signal: AbortSignal;
  /** How much of it is read, from 0 to 1. */
  onShare: (share: number) => void;
}

/** Sizes up to which reading is fast enough for the main thread (characters or bytes; a spreadsheet is compressed). */
export const READ_AT_ONCE = 20_000;

/** Reads in a worker, so that the page stays responsive. Rejects once `signal` aborts. */
export async function readAside(ask: DraftAsk, watching: Watching): Promise<ReadDraft | null> {
  if (("text" in ask ? ask.text : ask.bytes).length <= READ_AT_ONCE) return readDraft(ask, () => {});
  const worker = new Worker(new URL("./draft-reader.worker.ts", import.meta.url), { type: "module" });
  try {
    return await answerOf(worker, ask, watching);
  } finally {
    worker.terminate();
  }
}

function answerOf(worker: Worker, ask: DraftAsk, { signal, onShare }: Watching): Promise<ReadDraft | null> {
  return new Promise((done, fail) => {
    signal.addEventListener("abort", () => fail(new Error("stopped")));
    worker.addEventListener("message", ({ data }: MessageEvent<DraftReply>) => ("share" in data ? onShare(data.share) : done(data.found)));
    // The worker's script could not be loaded: blocking the page for a moment is better than no list.
    worker.addEventListener("error", () => done(readDraft(ask, onShare)));
    worker.postMessage(ask);
  });
}
