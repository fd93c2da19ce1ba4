import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formStyles } from "./page-files.ts";

/** Hashes of the document's inline scripts and styles, as CSP sources (CSP level 3, 2.3.1). */
export interface InlineHashes {
  scripts: string[];
  styles: string[];
}

/**
 * For the document that `npm run build -w web` made, and the styles that the server adds for forms; empty if none is built.
 * Other content added later is not included.
 */
export function inlineHashes(webFolder: string): InlineHashes {
  const file = join(webFolder, "index.html");
  const document = existsSync(file) ? readFileSync(file, "utf8") : "";
  const of = (element: "script" | "style") =>
    [...document.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs"))].map(([, text]) => sourceOf(text!));
  return { scripts: of("script"), styles: [...of("style"), ...Object.values(formStyles(webFolder)).map(sourceOf)] };
}

const sourceOf = (text: string) => `'sha256-${hash("sha256", text, "base64")}'`;
