import { readDraft, type DraftAsk } from "./read-draft.ts";
import type { DraftReply } from "./read-aside.ts";

const reply = (message: DraftReply) => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<DraftAsk>) => {
  void readDraft(data, (share) => reply({ share })).then((found) => reply({ found }));
});
