import encodeQR from "qr";

/** Blank squares around the code, which scanners need. */
export const QUIET = 2;

/** The dark squares of a QR code as one SVG path, and how many squares its side has. */
export function qrPath(text: string): { path: string; size: number } {
  const rows = encodeQR(text, "raw", { border: QUIET, ecc: "medium" });
  const path = rows.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)).join("");
  return { path, size: rows.length };
}

/** Neighbouring dark squares as one shape: hairlines between them would show when scaled. */
function runsOf(row: boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = runs.at(-1);
    if (!dark) return;
    if (last && last[0] + last[1] === x) last[1]++;
    else runs.push([x, 1]);
  });
  return runs;
}
