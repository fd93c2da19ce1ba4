import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What stands in the web app's document itself, as sources of a content security policy (CSP level 3, 2.3.1). */
export interface InlineHashes {
  scripts: string[];
  styles: string[];
}

/** Of the document that `npm run build -w web` made; nothing where nothing is built. What is written into it later is not among them. */
export function inlineHashes(webFolder: string): InlineHashes {
  const file = join(webFolder, "index.html");
  const document = existsSync(file) ? readFileSync(file, "utf8") : "";
  const of = (element: "script" | "style") =>
    [...document.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs"))].map(
      ([, text]) => `'sha256-${hash("sha256", text!, "base64")}'`,
    );
  return { scripts: of("script"), styles: of("style") };
}
