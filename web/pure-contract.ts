import { parseAst, type Plugin } from "vite";

interface Node {
  type: string;
  start: number;
  end: number;
  declaration?: Node | null;
  declarations?: (Node & { init: Node | null })[];
}

/**
 * Keeps schemas out of the browser. Modules of the contract only declare: a top-level call in them (`z.object(…)`)
 * has no effect but its value, so that one which nobody uses may be left out. Bundlers cannot know that by themselves.
 */
export function pureContract(): Plugin {
  return {
    name: "pure-contract",
    apply: "build",
    transform: {
      order: "post",
      filter: { id: /\/contract\/src\/[^?]*\.ts$/ },
      handler(code) {
        const calls = (parseAst(code) as unknown as { body: Node[] }).body.flatMap(topLevelCalls).toSorted((a, b) => b.start - a.start);
        if (calls.length === 0) return null;
        let marked = code;
        for (const { start, end } of calls)
          marked = `${marked.slice(0, start)}/* @__PURE__ */ (() => (${marked.slice(start, end)}))()${marked.slice(end)}`;
        return { code: marked, map: null };
      },
    },
  };
}

/** Values that calls can hide in. */
const computed = new Set(["CallExpression", "NewExpression", "ObjectExpression", "ArrayExpression"]);

function topLevelCalls(statement: Node): Node[] {
  const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  if (declaration?.type !== "VariableDeclaration") return [];
  return declaration.declarations!.flatMap(({ init }) => (init && computed.has(init.type) ? init : []));
}
