import type { Plugin, Rolldown } from "vite";

const LIST = /(?<=__vite__mapDeps\(\[)[\d,]+(?=\]\))/g;
const NAMES = /(?<=\bm\.f=)\[[^\]]*\]/;

/**
 * Before a script loads another later, Vite fetches the scripts and styles that one needs, by a list in the first. Takes out of
 * it what the first needs itself or every document has (`everywhere`), which is there already: nothing compresses their names.
 */
export function loadedWith(everywhere: string): Plugin {
  return {
    name: "loaded-with",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const start = Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry && file.name === everywhere)!.fileName;
        for (const script of Object.values(bundle)) {
          if (script.type !== "chunk") continue;
          const names = NAMES.exec(script.code)?.[0];
          if (!names) continue;
          const files = JSON.parse(names) as string[];
          const there = reach(bundle, script.fileName, reach(bundle, start, new Set()));
          const kept = files.filter((file) => !there.has(file));
          const moved = (list: string) => list.split(",").flatMap((at) => (kept.includes(files[+at]!) ? kept.indexOf(files[+at]!) : []));
          script.code = script.code.replace(names, JSON.stringify(kept)).replaceAll(LIST, (list) => moved(list).join(","));
        }
      },
    },
  };
}

/** A script, what it imports, and the styles of all of them. */
function reach(bundle: Rolldown.OutputBundle, file: string, found: Set<string>): Set<string> {
  const script = bundle[file];
  if (found.has(file) || script?.type !== "chunk") return found;
  found.add(file);
  for (const style of script.viteMetadata?.importedCss ?? []) found.add(style);
  for (const needed of script.imports) reach(bundle, needed, found);
  return found;
}
