import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MissingTool } from "../failed.ts";

/** What a pod may use. */
export interface PodSize {
  /** Of one processor: 0.25 is Kubernetes' 250m. */
  cpu: number;
  /** Bytes. */
  memory: number;
}

export interface PodLimit {
  /** How it is imposed, in words. */
  how: string;
  /** A process that writes its id into these belongs to the pod, and so does what it starts. */
  doors: string[];
  /** The processor is limited only from here on: what comes before is not measured. */
  limitProcessor(): void;
  freeProcessor(): void;
  /** Most memory so far (bytes). */
  peakMemory(): number;
  /** Once nothing is in it. */
  remove(): void;
}

const ROOT = "/sys/fs/cgroup";
/** Of processor time (µs), as the kubelet sets it. */
const PERIOD = 100_000;
const NAME = `turnout-capacity-${process.pid}`;

/** A control group with the size of a pod, as a kubelet would make it. Needs root. */
export function openPodLimit(size: PodSize): PodLimit {
  try {
    return existsSync(join(ROOT, "cgroup.controllers")) ? unified(size) : separate(size);
  } catch (error) {
    throw new MissingTool(`no control group can be made here: ${(error as Error).message}; this command needs root, and Linux`);
  }
}

function unified({ cpu, memory }: PodSize): PodLimit {
  const group = join(ROOT, NAME);
  const set = (file: string, value: string) => writeFileSync(join(group, file), value);
  mkdirSync(group);
  set("memory.max", String(memory));
  return {
    how: `control group v2: cpu.max ${cpu * PERIOD} ${PERIOD}, memory.max ${memory}`,
    doors: [join(group, "cgroup.procs")],
    limitProcessor: () => set("cpu.max", `${cpu * PERIOD} ${PERIOD}`),
    freeProcessor: () => set("cpu.max", `max ${PERIOD}`),
    peakMemory: () => Number(readFileSync(join(group, "memory.peak"), "utf8")),
    remove: () => rmdirSync(group),
  };
}

function separate({ cpu, memory }: PodSize): PodLimit {
  const [processor, ram] = [groupOf("cpu"), groupOf("memory")];
  writeFileSync(join(ram, "memory.limit_in_bytes"), String(memory));
  writeFileSync(join(processor, "cpu.cfs_period_us"), String(PERIOD));
  const setQuota = (quota: number) => writeFileSync(join(processor, "cpu.cfs_quota_us"), String(quota));
  return {
    how: `control groups v1: cpu.cfs_quota_us ${cpu * PERIOD} of ${PERIOD}, memory.limit_in_bytes ${memory}`,
    doors: [processor, ram].map((group) => join(group, "cgroup.procs")),
    limitProcessor: () => setQuota(cpu * PERIOD),
    freeProcessor: () => setQuota(-1),
    peakMemory: () => Number(readFileSync(join(ram, "memory.max_usage_in_bytes"), "utf8")),
    remove: () => [processor, ram].forEach((group) => rmdirSync(group)),
  };
}

/** A group below the one in which this process is: limits that are there already hold for it too. */
function groupOf(controller: string): string {
  const own = new RegExp(`^\\d+:(?:[^:]*,)?${controller}(?:,[^:]*)?:(.*)$`, "m").exec(readFileSync("/proc/self/cgroup", "utf8"));
  const group = join(ROOT, controller, own?.[1] ?? "/", NAME);
  mkdirSync(group);
  return group;
}
