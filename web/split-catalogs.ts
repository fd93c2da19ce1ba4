import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { createCompilationErrorMessage, createCompiledCatalog, getCatalogs } from "@lingui/cli/api";
import { getConfig } from "@lingui/conf";
import type { Plugin } from "vite";

const IMPORT = /^(?!\s*import type).*?(?:\bfrom |\bimport )"(\.[^"]+\.tsx?)"/gm;
const LAZY_IMPORT = /\bimport\("(\.[^"]+\.tsx?)"\)/g;
const PART = /\/locales\/(\w+)\.po\?part=([\w-]+)$/;

/**
 * Splits each language's catalogue by page, so that nobody waits for the words of pages they don't look at: `shell`
 * holds what is always there, each page its own words without those and without those of pages that it loads later, `all`
 * everything, for development's pages that show parts of all others. Which file says what is what the catalogue itself remembers.
 */
export function splitCatalogs(root: string): Plugin {
  const config = getConfig({ cwd: root });
  const source = join(root, "src");
  const pages = readdirSync(join(source, "pages")).flatMap((name) => /^([\w-]+)\.tsx$/.exec(name)?.[1] ?? []);
  const isPage = (file: string) => dirname(file) === join(source, "pages") && pages.includes(basename(file, ".tsx"));
  let parts = ["shell", "all", ...pages];

  function filesOf(part: string): Set<string> {
    if (part === "shell") return reachedFrom(join(source, "main.tsx"), false);
    return reachedFrom(join(source, "pages", `${part}.tsx`), true).difference(filesOf("shell"));
  }

  return {
    name: "split-catalogs",
    enforce: "pre",
    configResolved({ command }) {
      if (command === "build") parts = parts.filter((part) => part !== "all");
    },
    resolveId: (id) => (PART.test(id) ? join(source, "locales", id.slice(id.lastIndexOf("/") + 1)) : null),
    async load(id) {
      if (id === join(source, "catalogs.ts")) return { code: loaders(config.locales, parts), moduleType: "js" };
      const [, locale, part] = PART.exec(id) ?? [];
      if (!locale || !part) return null;
      this.addWatchFile(join(source, "locales", `${locale}.po`));
      const [catalog] = await getCatalogs(config);
      const entries = (await catalog!.read(locale)) ?? {};
      const options = { fallbackLocales: config.fallbackLocales, sourceLocale: config.sourceLocale, missingBehavior: "resolved" as const };
      const { messages } = await catalog!.getTranslations(locale, options);
      const files = filesOf(part);
      const isHere = ([key]: [string, unknown]) => part === "all" || (entries[key]?.origin ?? []).some(([file]) => files.has(file));
      const { source: code, errors } = createCompiledCatalog(locale, Object.fromEntries(Object.entries(messages).filter(isHere)), {
        namespace: "es",
      });
      if (errors.length > 0) throw new Error(createCompilationErrorMessage(locale, errors));
      return { code, moduleType: "js" };
    },
  };

  /** Files of the app that a file needs, by their names in the catalogue. */
  function reachedFrom(file: string, lazily: boolean, reached = new Set<string>()): Set<string> {
    const name = relative(root, file);
    if (reached.has(name) || !existsSync(file)) return reached;
    reached.add(name);
    const text = readFileSync(file, "utf8");
    for (const [, path] of text.matchAll(IMPORT)) reachedFrom(join(dirname(file), path!), lazily, reached);
    if (!lazily) return reached;
    for (const [, path] of text.matchAll(LAZY_IMPORT)) {
      const later = join(dirname(file), path!);
      if (!isPage(later)) reachedFrom(later, lazily, reached); // a page that is loaded later brings its own words
    }
    return reached;
  }
}

function loaders(locales: string[], parts: string[]): string {
  const of = (locale: string) => parts.map((part) => `"${part}": () => import("./locales/${locale}.po?part=${part}")`).join(",\n");
  return `export const catalogs = {${locales.map((locale) => `${locale}: {${of(locale)}}`).join(",\n")}};`;
}
