/** The chart's autoscaling as Kubernetes' horizontal autoscaler does it, with what KEDA gives it. */
export interface Scaling {
  minPods: number;
  maxPods: number;
  socketsPerPod: number;
  /** Percent of the requested processor time. */
  cpuPercent: number;
  /** From templates/_autoscaling.tpl. */
  up: { percent: number; pods: number; periodSeconds: number };
  down: { pods: number; periodSeconds: number; stabilizationSeconds: number };
}

/** What the autoscaler is told, all of it some seconds old. */
export interface Figures {
  sockets: number;
  /** Null: nobody tells it. */
  expected: number | null;
  /** Of all pods, as a share of what they asked for. */
  processor: number;
}

/** Interval of the autoscaler (s). */
export const SYNC = 15;
/** Nothing is done about a difference smaller than this share. */
const TOLERANCE = 0.1;

/** One autoscaler, asked every `SYNC` seconds how many pods there shall be. */
export function openAutoscaler(scaling: Scaling): (second: number, pods: number, figures: Figures) => number {
  const { minPods, maxPods, socketsPerPod, cpuPercent, up, down } = scaling;
  const wanted: { at: number; pods: number }[] = [];
  const changes: { at: number; by: number }[] = [];

  /** By how much the number has gone up, or down, in a policy's period. */
  const changedWithin = (second: number, period: number, sign: 1 | -1) =>
    changes.filter(({ at, by }) => at > second - period && Math.sign(by) === sign).reduce((sum, { by }) => sum + Math.abs(by), 0);

  function wantedBy(pods: number, { sockets, expected, processor }: Figures): number {
    const each = (share: number) => (Math.abs(share / pods - 1) <= TOLERANCE ? pods : Math.ceil(share));
    const asks = [each(sockets / socketsPerPod), each((processor * pods) / (cpuPercent / 100))];
    if (expected !== null) asks.push(each((sockets + expected) / socketsPerPod));
    return Math.min(maxPods, Math.max(minPods, ...asks));
  }

  return (second, pods, figures) => {
    wanted.push({ at: second, pods: wantedBy(pods, figures) });
    const now = wanted.at(-1)!.pods;
    if (now > pods) {
      const before = pods - changedWithin(second, up.periodSeconds, 1);
      const most = Math.max(Math.ceil(before * (1 + up.percent / 100)), before + up.pods);
      return change(second, pods, Math.min(now, Math.max(most, pods)));
    }
    const kept = Math.max(...wanted.filter(({ at }) => at > second - down.stabilizationSeconds).map((one) => one.pods));
    if (kept >= pods) return pods;
    const least = pods + changedWithin(second, down.periodSeconds, -1) - down.pods;
    return change(second, pods, Math.min(pods, Math.max(kept, least)));
  };

  function change(second: number, pods: number, next: number): number {
    if (next !== pods) changes.push({ at: second, by: next - pods });
    return next;
  }
}
