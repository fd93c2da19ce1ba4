import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** What the first paint is made of: named here and in `build.rolldownOptions.input`. */
export const FIRST_PAINT = "first-paint";

/**
 * Puts into the document what its first paint needs: a few styles, and the look that was chosen on this device. The app's
 * own styles then stand behind what can be read, so that a phone shows the page one trip to the server sooner; scripts
 * still wait for them. The server lets both through its content security policy by their hashes.
 */
export function inlineFirstPaint(root: string): Plugin {
  return {
    name: "inline-first-paint",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const document = bundle["index.html"];
        const styles = Object.values(bundle).find(({ type, fileName }) => type === "asset" && isFirstPaint(fileName, "css"));
        if (document?.type !== "asset" || styles?.type !== "asset") throw new Error("the document or its first styles were not built");
        document.source = withFirstPaint(String(document.source), String(styles.source).trim(), chosenLook(root));
        for (const file of Object.values(bundle)) {
          if (isFirstPaint(file.fileName, "css") || isFirstPaint(file.fileName, "js")) delete bundle[file.fileName];
        }
      },
    },
  };
}

const isFirstPaint = (file: string, ending: string) => file.startsWith(`assets/${FIRST_PAINT}-`) && file.endsWith(`.${ending}`);

/** `public/theme.js`, without what is only for those who read it there. */
const chosenLook = (root: string) =>
  readFileSync(join(root, "public/theme.js"), "utf8")
    .replaceAll(/^\s*\/\/.*$/gm, "")
    .replaceAll(/\s*\n\s*/g, "");

/** The document with styles and look in its head, and its links to styles behind everything that can be read. */
export function withFirstPaint(document: string, styles: string, look: string): string {
  const links = document.match(/<link rel="stylesheet"[^>]*>/g) ?? [];
  const LOOK = '<script src="/theme.js"></script>';
  if (links.length === 0 || !document.includes(LOOK) || !document.includes("<!--data-->"))
    throw new Error("the document is not what it was: web/first-paint.ts has to be told");
  return links
    .reduce((text, link) => text.replace(link, ""), document)
    .replace(LOOK, () => `<script>${look}</script><style>${styles}</style>`)
    .replace("<!--data-->", () => `<!--data-->${links.join("")}`);
}
