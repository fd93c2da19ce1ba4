/** One instruction of a Dockerfile, with continued lines joined. */
export interface Instruction {
  word: string;
  text: string;
}

export interface Stage {
  name: string;
  base: string;
  instructions: Instruction[];
}

/** An image with its registry, its tag and its digest. */
export const PINNED = /^[\w.-]+(\/[\w.-]+)+:[\w.-]+@sha256:[\da-f]{64}$/;
const SECRET = /\b(\w*(?:PASSWORD|SECRET|TOKEN|API_KEY|PRIVATE_KEY))=(?!\/)\S+/i;
const LABELS = ["title", "description", "licenses", "version", "revision"].map((name) => `org.opencontainers.image.${name}=`);

export function instructionsOf(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({ word: line.split(/\s/, 1)[0]!.toUpperCase(), text: line.replace(/^\S+\s+/, "").trim() }));
}

export function stagesOf(instructions: Instruction[]): Stage[] {
  const stages: Stage[] = [];
  for (const one of instructions) {
    if (one.word === "FROM") {
      const [, base, name] = /^(?:--platform=\S+ )?(\S+)(?: AS (\S+))?$/i.exec(one.text)!;
      stages.push({ name: name ?? "", base: base!, instructions: [] });
    } else stages.at(-1)?.instructions.push(one);
  }
  return stages;
}

/** Faults of a Dockerfile. `shipped`: the stages that are published. */
export function faultsIn(text: string, shipped: string[]): string[] {
  const instructions = instructionsOf(text);
  const stages = stagesOf(instructions);
  const faults = [...baseFaults(instructions, stages), ...instructions.flatMap(instructionFaults)];
  for (const name of shipped) {
    const stage = stages.find((one) => one.name === name);
    faults.push(...(stage ? shippedFaults(stage) : [`there is no stage ${name}`]));
  }
  return faults;
}

function baseFaults(instructions: Instruction[], stages: Stage[]): string[] {
  const before = instructions.slice(
    0,
    instructions.findIndex(({ word }) => word === "FROM"),
  );
  const bases = before.filter(({ word }) => word === "ARG").map(({ text }) => text.split("=", 2) as [string, string?]);
  const known = new Set(["scratch", ...bases.map(([name]) => `\${${name}}`), ...stages.map(({ name }) => name)]);
  return [
    ...bases.filter(([, image]) => !PINNED.test(image ?? "")).map(([name]) => `the base ${name} is not pinned by a digest`),
    ...stages.filter(({ base }) => !known.has(base)).map(({ base }) => `FROM ${base} is no build argument and no stage`),
  ];
}

function instructionFaults({ word, text }: Instruction): string[] {
  const secret = ["ENV", "ARG", "LABEL"].includes(word) ? SECRET.exec(text)?.[1] : undefined;
  return [
    ...(word === "ADD" ? ["ADD fetches and unpacks by itself: COPY does not"] : []),
    ...(word === "COPY" && /^(--\S+ )*\.\/? /.test(text) ? ["COPY . takes what nobody named"] : []),
    ...(word === "RUN" && /\b(curl|wget)\b[^|]*\|/.test(text) ? ["RUN pipes what it fetched into a program"] : []),
    ...(word === "RUN" && /\bapt-get install\b/.test(text) && !text.includes("--no-install-recommends")
      ? ["apt-get installs what nobody named"]
      : []),
    ...(word === "RUN" && /\bnpm (ci|install)\b/.test(text) && !text.includes("--ignore-scripts") ? ["npm runs packages' scripts"] : []),
    ...(secret ? [`${word} holds a secret: ${secret}`] : []),
  ];
}

function shippedFaults({ name, instructions }: Stage): string[] {
  const last = (word: string) => instructions.findLast((one) => one.word === word)?.text;
  const labels = instructions.filter(({ word }) => word === "LABEL").map(({ text }) => text);
  const isExec = (text = "") => /^\[.*\]$/.test(text);
  return [
    ...(/^[1-9]\d*:[1-9]\d*$/.test(last("USER") ?? "") ? [] : ["its user is not a number other than 0"]),
    ...(isExec(last("HEALTHCHECK")?.replace(/^.*?CMD /, "")) ? [] : ["HEALTHCHECK is missing, or needs a shell"]),
    ...(isExec(last("ENTRYPOINT")) ? [] : ["ENTRYPOINT is missing, or is a shell that keeps signals to itself"]),
    ...(last("STOPSIGNAL") ? [] : ["STOPSIGNAL is missing"]),
    ...LABELS.filter((label) => !labels.some((text) => text.includes(label))).map((label) => `the label ${label.slice(0, -1)} is missing`),
  ].map((fault) => `${name}: ${fault}`);
}
