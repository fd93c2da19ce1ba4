import { Refusal } from "@turnout/contract/refusals";
import { NotBelieved } from "./adapter.ts";
import type { ReadUrl } from "./sns-message.ts";

/** How long Amazon may take for its answer (ms). */
const ANSWER_WITHIN = 5_000;
/** Most of an answer (bytes): a certificate has 2,000. */
const MAX_ANSWER = 64 * 1024;

/** Reads what is at a URL that was looked at before. Follows no redirects, which could lead anywhere. */
export const readAmazonUrl: ReadUrl = async (url) => {
  const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(ANSWER_WITHIN) }).catch(away);
  if (answer.status >= 500) return away(new Error(`Amazon answers with ${answer.status}`));
  if (!answer.ok) throw new NotBelieved("What it names at Amazon is not there");
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > MAX_ANSWER) throw new NotBelieved("What it names at Amazon is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
};

/** SNS tries again. */
function away(cause: unknown): never {
  throw Object.assign(new Refusal("unavailable"), { cause });
}
