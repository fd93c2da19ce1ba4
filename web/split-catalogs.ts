import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { createCompilationErrorMessage, createCompiledCatalog, getCatalogs } from "@lingui/cli/api";
import { getConfig } from "@lingui/conf";
import type { Plugin } from "vite";

const IMPORT = /^(?!\s*import type).*?(?:\bfrom |\bimport )"(\.[^"]+\.tsx?)"/gm;
const LAZY_IMPORT = /\bimport\("(\.[^"]+\.tsx?)"\)/g;
const ON_DEMAND = /\bonDemand\(\s*\(\) => import\("(\.[^"]+\.tsx?)"\)/g;
const PART = /\/locales\/(\w+)\.po\?part=([\w-]+)$/;
/** The words of everything that `onDemand` loads (`src/on-demand.ts`). */
const ON_DEMAND_PART = "on-demand";
/** A message as the macros leave it in compiled code: its id, six characters of a hash. */
const MESSAGE = /\bid: "([\w+/-]{6})"/g;
const ANY_ID = /(["'`])([\w+/-]{6})\1/g;
const SHORTEST_ID = 2;

/**
 * Splits each language's catalogue by page, so that nobody waits for the words of pages they don't look at: `shell`
 * holds what is always there, each page its own words without those and without those of pages that it loads later, `on-demand`
 * those of dialogs and notes that few visits open, `all` everything, for development's pages that show parts of all others. Which
 * file says what is what the catalogue itself remembers. A build shortens the messages' ids: nothing compresses a hash.
 */
export function splitCatalogs(root: string): Plugin {
  const config = getConfig({ cwd: root });
  const source = join(root, "src");
  const pages = readdirSync(join(source, "pages")).flatMap((name) => /^([\w-]+)\.tsx$/.exec(name)?.[1] ?? []);
  const isPage = (file: string) => dirname(file) === join(source, "pages") && pages.includes(basename(file, ".tsx"));
  let parts = ["shell", "all", ON_DEMAND_PART, ...pages];
  let isBuild = false;
  let ids: Promise<Map<string, string>> | undefined;

  function filesOf(part: string): Set<string> {
    if (part === "shell") return reachedFrom(join(source, "main.tsx"), false);
    if (part === ON_DEMAND_PART) return filesOnDemand(source);
    return reachedFrom(join(source, "pages", `${part}.tsx`), true).difference(filesOf("shell"));
  }

  /** Of each message's id as much as tells it from all others. Ids that a new message doesn't resemble stay the same. */
  async function shortIds(): Promise<Map<string, string>> {
    const [catalog] = await getCatalogs(config);
    const all = Object.keys((await catalog!.read(config.sourceLocale!)) ?? {}).toSorted();
    return new Map(all.map((id, at) => [id, beginningOf(id, [all[at - 1], all[at + 1]])]));
  }

  return {
    name: "split-catalogs",
    enforce: "pre",
    configResolved({ command }) {
      isBuild = command === "build";
      if (isBuild) parts = parts.filter((part) => part !== "all");
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
      const short = isBuild ? await (ids ??= shortIds()) : null;
      const here = Object.entries(messages)
        .filter(isHere)
        .map(([id, message]) => [short?.get(id) ?? id, message]);
      const { source: code, errors } = createCompiledCatalog(locale, Object.fromEntries(here), { namespace: "es" });
      if (errors.length > 0) throw new Error(createCompilationErrorMessage(locale, errors));
      return { code, moduleType: "js" };
    },
    transform: {
      order: "post",
      filter: { id: /\.tsx?$/, code: MESSAGE },
      async handler(code) {
        if (!isBuild) return null;
        const short = await (ids ??= shortIds());
        return { code: code.replaceAll(MESSAGE, (whole, id: string) => (short.has(id) ? `id: "${short.get(id)}"` : whole)), map: null };
      },
    },
    async generateBundle(_, bundle) {
      const short = await (ids ??= shortIds());
      for (const { fileName, ...file } of Object.values(bundle))
        for (const [, , id] of file.type === "chunk" ? file.code.matchAll(ANY_ID) : [])
          if (short.has(id!)) this.error(`${fileName} has the id of a message in full, where its catalogue has a short one: ${id}`);
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
    const demanded = new Set(onDemandIn(file, text));
    for (const [, path] of text.matchAll(LAZY_IMPORT)) {
      const later = join(dirname(file), path!);
      // A page that is loaded later brings its own words.
      if (!isPage(later) && !demanded.has(later)) reachedFrom(later, lazily, reached);
    }
    return reached;
  }

  /** What `onDemand` loads anywhere in the app, without what is always there. */
  function filesOnDemand(folder: string): Set<string> {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (name) => /\.tsx?$/.test(name) && !name.includes(".test"),
    );
    const demanded = files.flatMap((name) => onDemandIn(join(folder, name), readFileSync(join(folder, name), "utf8")));
    const reached = new Set<string>();
    for (const file of demanded) reachedFrom(file, true, reached);
    return reached.difference(filesOf("shell"));
  }
}

const onDemandIn = (file: string, text: string): string[] => [...text.matchAll(ON_DEMAND)].map(([, path]) => join(dirname(file), path!));

/** The shortest beginning of an id that none of its neighbours in the alphabet has. */
function beginningOf(id: string, neighbours: (string | undefined)[]): string {
  const lengths = Array.from({ length: id.length - SHORTEST_ID }, (_, at) => SHORTEST_ID + at);
  const enough = lengths.find((length) => neighbours.every((other) => !other?.startsWith(id.slice(0, length))));
  return id.slice(0, enough ?? id.length);
}

function loaders(locales: string[], parts: string[]): string {
  const of = (locale: string) => parts.map((part) => `"${part}": () => import("./locales/${locale}.po?part=${part}")`).join(",\n");
  return `export const catalogs = {${locales.map((locale) => `${locale}: {${of(locale)}}`).join(",\n")}};`;
}
