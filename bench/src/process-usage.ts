import { readFileSync, readdirSync } from "node:fs";

/** Memory of a process and its children, as proportional set size (10^6 bytes). */
export function memoryOf(pid: number): number {
  return sumOfFamily(pid, proportionalSize);
}

function familyOf(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const parent = parentOf(Number(name));
      return parent === null ? [] : [{ pid: Number(name), parent }];
    });
  const family = [pid];
  for (const one of family) family.push(...parents.filter(({ parent }) => parent === one).map((child) => child.pid));
  return family;
}

function sumOfFamily(pid: number, measure: (one: number) => number): number {
  const measured = familyOf(pid).map((one) => (one === pid ? measure(one) : unlessEnded(() => measure(one))));
  return measured.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

const parentOf = (pid: number) => unlessEnded(() => Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ")[1]));

/** Null: the process that was read about has ended since it was listed, as PostgreSQL's helpers do at any time. */
function unlessEnded(read: () => number): number | null {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

function proportionalSize(pid: number): number {
  return (Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))![1]) * 1_024) / 1e6;
}

/** Processor time of a process since its start (ms). */
export function processorTimeOf(pid: number): number {
  return timesOf(pid).own;
}

/** Processor time of a process and its children, those that have ended included (ms). */
export function familyTimeOf(pid: number): number {
  return sumOfFamily(pid, (one) => timesOf(one).own + timesOf(one).ofEnded);
}

function timesOf(pid: number): { own: number; ofEnded: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  const both = (at: number) => (Number(fields[at]) + Number(fields[at + 1])) * 10; // hundredths of a second on every Linux that counts
  return { own: both(11), ofEnded: both(13) };
}
