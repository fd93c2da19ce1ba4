type Point = readonly [x: number, y: number];

const n = (value: number) => Math.round(value * 10) / 10;

export function polygon(points: readonly Point[]) {
  return `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join("L")}Z`;
}

export function circle(x: number, y: number, r: number) {
  return `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0Z`;
}

/** `turn` in radians; at 0 the flat side is down. */
export function halfCircle(x: number, y: number, r: number, turn: number) {
  const [dx, dy] = [r * Math.cos(turn), r * Math.sin(turn)];
  return `M${n(x - dx)} ${n(y - dy)}A${n(r)} ${n(r)} 0 0 1 ${n(x + dx)} ${n(y + dy)}Z`;
}

/** A moon some days old, lit from the lower right. What is dark of it lets through what is behind. */
export function crescent(x: number, y: number, r: number) {
  const at = (right: number, down: number) => `${n(x + right * r)} ${n(y + down * r)}`;
  return `M${at(0.013, -1)}A${n(r)} ${n(r)} 0 1 1 ${at(-0.865, 0.503)}A${n(r * 0.871)} ${n(r * 0.871)} 0 1 0 ${at(0.013, -1)}Z`;
}

/** A bar of the given length and thickness around a centre. */
export function bar(x: number, y: number, length: number, thickness: number, turn: number) {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const corner = (along: number, across: number): Point => [x + along * cos - across * sin, y + along * sin + across * cos];
  const [l, t] = [length / 2, thickness / 2];
  return polygon([corner(-l, -t), corner(l, -t), corner(l, t), corner(-l, t)]);
}

/** A leaf or petal from its foot, pointing along `turn`. */
export function leaf(x: number, y: number, length: number, width: number, turn: number) {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const at = (along: number, across: number) => `${n(x + along * cos - across * sin)} ${n(y + along * sin + across * cos)}`;
  return `M${at(0, 0)}C${at(length * 0.3, width)} ${at(length * 0.85, width * 0.8)} ${at(length, 0)}C${at(length * 0.85, -width * 0.8)} ${at(length * 0.3, -width)} ${at(0, 0)}Z`;
}

/** A closed soft outline through points around a centre, each at its own distance. */
export function blob(x: number, y: number, distances: readonly number[]) {
  const at = (i: number): Point => {
    const turn = (i / distances.length) * 2 * Math.PI;
    const r = distances.at(i % distances.length)!;
    return [x + r * Math.cos(turn), y + r * Math.sin(turn)];
  };
  const middle = (i: number): Point => [(at(i)[0] + at(i + 1)[0]) / 2, (at(i)[1] + at(i + 1)[1]) / 2];
  const start = middle(0);
  const curves = distances.map((_, i) => `Q${n(at(i + 1)[0])} ${n(at(i + 1)[1])} ${n(middle(i + 1)[0])} ${n(middle(i + 1)[1])}`);
  return `M${n(start[0])} ${n(start[1])}${curves.join("")}Z`;
}

/** Everything below a line of hills or waves, whose height is a function of x. */
export function below(width: number, height: number, line: (x: number) => number, step = 40) {
  const points: Point[] = [];
  for (let x = 0; x <= width; x += step) points.push([x, line(x)]);
  return polygon([...points, [width, height], [0, height]]);
}
