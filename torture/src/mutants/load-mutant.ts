import { registerHooks } from "node:module";
import { mutantNamed, mutate } from "./list.ts";

/** Names the mutant: `TURNOUT_MUTANT=no-lock node --import …/load-mutant.ts server/src/main.ts`. */
const name = process.env["TURNOUT_MUTANT"];
if (!name) throw new Error("TURNOUT_MUTANT names no mutant.");
const mutant = mutantNamed(name);
const target = new URL(`../../../${mutant.file}`, import.meta.url).href;
let isLoaded = false;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (url !== target) return loaded;
    isLoaded = true;
    const { source } = loaded;
    const text = typeof source === "string" ? source : Buffer.from(source as Uint8Array).toString();
    return { ...loaded, source: mutate(mutant, text) };
  },
});

// A mutant that was never loaded proves nothing, however green its round.
process.on("exit", () => {
  if (isLoaded) return;
  process.stderr.write(`The mutant ${name} was not loaded: nothing imported ${mutant.file}.\n`);
  process.exitCode ||= 86;
});
