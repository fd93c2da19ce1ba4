import { basename, dirname, join, relative } from "node:path";
import type { Plugin } from "rolldown";

/** The variable with the folder of packages, in every file of the bundle. */
const PACKAGES = "__packages";
/** Another program beside a module: what a thread or a process starts with. */
const PROGRAM = /new URL\("([\w./-]+)\.ts", import\.meta\.url\)/g;
/** Ways to one's own place that a bundle has no answer to. */
const LOST = /\bimport\.meta\.(?!url\b)\w+|\bcreateRequire\b|\b__(?:dirname|filename)\b/;
const PLACE_OF_PACKAGE = /\bimport\.meta\.\w+|\b__(?:dirname|filename)\b/;

/**
 * What packages read beside their own code. Empty: what would read is not used here (loggers on threads of pino and
 * thread-stream, short stack traces of ioredis).
 */
const READ_BY_PACKAGES: Record<string, string[]> = {
  "@fastify/swagger": ["package.json"],
  "@fastify/swagger-ui": ["package.json", "static"],
  ioredis: [],
  pino: [],
  "thread-stream": [],
};

interface KeptPaths {
  plugin: Plugin;
  /** Goes before the code of every file. */
  intro: string;
  /** Files and folders that the bundled packages read, below the root. */
  readByPackages(): string[];
}

/**
 * Lets every module find what lies beside its source: `import.meta.url` and `__dirname` keep their places below the root, and
 * a program that the source names by `new URL("….ts", import.meta.url)` becomes an entry of the bundle. Throws for a module
 * that looks for its place in another way, and for a package of which nobody has said what it reads.
 */
export function keepPaths(root: string, bundle: string): KeptPaths {
  const reading = new Set<string>();
  const toRoot = relative(bundle, "");

  /** `addEntry` returns the name of the file in the bundle. */
  function ownModule(code: string, path: string, addEntry: (program: string) => string): string {
    const lost = LOST.exec(code);
    if (lost) throw new Error(`${path}: ${lost[0]} has no place in a bundle: use new URL("…", import.meta.url)`);
    const programs: string[] = [];
    const marked = code.replaceAll(
      PROGRAM,
      (_, name: string) => `__program${programs.push(addEntry(join(dirname(path), `${name}.ts`)))}__`,
    );
    const kept = marked.replaceAll("import.meta.url", `new URL("${toRoot}/${path}", import.meta.url).href`);
    return kept.replaceAll(/__program(\d+)__/g, (_, number: string) => `new URL("${programs[Number(number) - 1]}", import.meta.url)`);
  }

  function packageModule(code: string, path: string): string {
    const [, folder, name] = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))/.exec(path)!;
    const files = READ_BY_PACKAGES[name!];
    if (!files) throw new Error(`${path} looks for its own place: say in ${basename(import.meta.filename)} what ${name} reads there`);
    for (const file of files) reading.add(join(folder!, file));
    const place = dirname(path).replace(/^node_modules/, "");
    return code.replaceAll(/\b__dirname\b/g, `(${PACKAGES} + ${JSON.stringify(place)})`);
  }

  return {
    intro: `const ${PACKAGES} = new URL("${toRoot}/node_modules", import.meta.url).pathname;`,
    readByPackages: () => [...reading].toSorted(),
    plugin: {
      name: "keep-paths",
      transform(code, id) {
        if (id.startsWith("\0")) return null;
        const path = relative(root, id);
        if (path.includes("node_modules/")) return PLACE_OF_PACKAGE.test(code) ? packageModule(code, path) : null;
        return ownModule(code, path, (program) => {
          const fileName = basename(program).replace(/\.ts$/, ".js");
          this.emitFile({ type: "chunk", id: join(root, program), fileName });
          return fileName;
        });
      },
    },
  };
}
