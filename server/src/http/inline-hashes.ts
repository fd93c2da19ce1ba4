import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Hashes of the document's inline scripts and styles, as CSP sources (CSP level 3, 2.3.1). */
export interface InlineHashes {
  scripts: string[];
  styles: string[];
}

/** For the document that `npm run build -w web` made; empty if none is built. Content added later is not included. */
export function inlineHashes(webFolder: string): InlineHashes {
  const file = join(webFolder, "index.html");
  const document = existsSync(file) ? readFileSync(file, "utf8") : "";
  const of = (element: "script" | "style") =>
    [...document.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs"))].map(
      ([, text]) => `'sha256-${hash("sha256", text!, "base64")}'`,
    );
  return { scripts: of("script"), styles: of("style") };
}
