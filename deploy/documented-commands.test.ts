import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readComposeFile } from "./compose-file.ts";
import { root } from "./containers.ts";
import { kubernetesProgram } from "./helm/program.ts";
import { skipWithoutHelm } from "./helm/render.ts";

const documents = ["README.md", ...globSync("{docs,deploy}/**/*.md", { cwd: root })];
/** Commands in the documents' blocks and in their text, with continued lines joined. */
const commands = documents.flatMap((document) => {
  const text = readFileSync(join(root, document), "utf8").replaceAll(/\\\n\s*/g, "");
  return [...text.matchAll(/^ *((?:helm|kubectl|docker) .*)$|`((?:helm|kubectl|docker) [^`\n]+)`/gm)].map(
    ([, line, inline]) => (line ?? inline)!,
  );
});
/** Without what is quoted: that is for the shell or for another program. */
const wordsOf = (command: string) => command.replaceAll(/"[^"]*"|'[^']*'/g, "…").split(/\s+/);
const isFlag = (word: string) => word.startsWith("-");

test.each(commands.filter((one) => one.startsWith("docker compose")))(
  "%s: the services are in its files, compose.yaml where it names none, and the files are there",
  (command) => {
    const [, , ...words] = wordsOf(command);
    const files = words.flatMap((word, at) => (word === "-f" ? [words[at + 1]!] : []));
    for (const file of files) expect(globSync(file, { cwd: root })).toHaveLength(1);
    const doing = words.findIndex((word) => ["up", "build", "exec", "run", "stop", "ps", "logs", "restart"].includes(word));
    expect(doing, "a command of Compose").not.toBe(-1);
    const rest = words.slice(doing + 1).filter((word) => !isFlag(word));
    const [name] = words[doing] === "run" ? rest.slice(words.includes("--entrypoint") ? 1 : 0) : rest;
    const named = words[doing] === "exec" || words[doing] === "run" ? [name].filter(Boolean) : rest;
    const services = (files.length > 0 ? files : ["compose.yaml"]).flatMap((file) => Object.keys(readComposeFile(file).services));
    expect(services).toEqual(expect.arrayContaining(named));
  },
);

test.each(commands.filter((one) => one.startsWith("docker buildx build -")))("%s: the Dockerfile and its stage are there", (command) => {
  const words = wordsOf(command);
  const valueOf = (...flags: string[]) => words[words.findIndex((word) => flags.includes(word)) + 1]!;
  expect(readFileSync(join(root, valueOf("--file", "-f")), "utf8")).toMatch(new RegExp(` AS ${valueOf("--target")}$`, "m"));
});

describe.skipIf(skipWithoutHelm())("as the programs themselves know them", () => {
  /** What a program says of a command, with what it takes everywhere. */
  function helpOf(program: string, sub: string[]): string {
    const path = kubernetesProgram(program as "helm" | "kubectl")!;
    const said = spawnSync(path, [...sub, "--help"], { encoding: "utf8" });
    expect(said.status, `${program} ${sub.join(" ")}`).toBe(0);
    return said.stdout + (program === "kubectl" ? spawnSync(path, ["options"], { encoding: "utf8" }).stdout : "");
  }
  const SUB: Record<string, RegExp> = {
    helm: /^(?:install|upgrade|rollback|test|uninstall)$/,
    kubectl: /^(?:apply|describe|drain|edit|get|patch|create|namespace|secret|generic|label|logs|rollout|restart|scale)$/,
  };

  test.each(commands.filter((one) => /^(helm|kubectl) [a-z-]/.test(one)))("%s", (command) => {
    const [program, ...words] = wordsOf(command) as [string, ...string[]];
    const first = words.findIndex((word) => SUB[program]!.test(word));
    expect(first, "a command of the program").not.toBe(-1);
    const end = words.findIndex((word, at) => at > first && !SUB[program]!.test(word));
    const sub = words.slice(first, end === -1 ? undefined : end);
    // A resource of the same name as a command is an argument: `kubectl create namespace turnout`.
    const help = helpOf(program, sub);
    for (const flag of words.filter(isFlag)) expect(help, flag).toMatch(new RegExp(`${flag.split("=")[0]}\\b`));
  });
});

test("the documents have commands of each program", () => {
  for (const program of ["helm", "kubectl", "docker compose", "docker buildx"])
    expect(commands.filter((one) => one.startsWith(program)).length, program).toBeGreaterThan(1);
});
