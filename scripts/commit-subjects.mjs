// Checks the subjects of new commits: at most 72 characters, in the imperative mood.
import { spawnSync } from "node:child_process";
import { root } from "./surroundings.mjs";

/** Commits up to this one are not checked. A shallow clone without it has only newer ones. */
const SINCE = "feed4a6ab21006ef0c95ebf2a5c5c626ed2b3633";
export const MAX_SUBJECT = 72;
/** Imperatives that look like a past, progressive or third-person form. */
const IMPERATIVES = new Set(["Bring", "Embed", "Exceed", "Feed", "Focus", "Need", "Ping", "Proceed", "Seed", "Shed", "Speed", "String"]);

/** What is wrong with a subject; undefined if nothing is. */
export function faultOf(subject) {
  if (subject.length > MAX_SUBJECT) return `has ${subject.length} characters, and not at most ${MAX_SUBJECT}`;
  if (subject.endsWith(".")) return "ends with a full stop";
  const [first] = subject.split(/[ ,:]/);
  if (!/^[A-Z][a-z-]*$/.test(first)) return "does not begin with a capitalized word";
  if (/(ed|ing|[^s]s)$/.test(first) && !IMPERATIVES.has(first)) return `is not in the imperative mood: "${first}"`;
}

function newSubjects() {
  const git = (...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" });
  const isHere = git("cat-file", "-e", `${SINCE}^{commit}`).status === 0;
  const { status, stdout } = git("log", "--no-merges", "--format=%h %s", isHere ? `${SINCE}..HEAD` : "HEAD");
  return status === 0 ? stdout.split("\n").filter(Boolean) : []; // an unpacked archive has no commits
}

if (import.meta.main) {
  const faults = newSubjects().flatMap((line) => {
    const [, commit, subject] = /^(\S+) (.*)$/.exec(line);
    const fault = faultOf(subject);
    return fault ? [`${commit} ${fault}: ${subject}`] : [];
  });
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
