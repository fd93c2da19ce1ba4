#!/bin/sh
# How often QR decoders read a door code that a camera sees blurred, tilted, dim, far or under a lamp, and how long they take: the one
# of the product beside two others, on the same pictures, in one run. Installs the packages into a temporary folder; needs npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund qr@0.7.0 jsqr@1.4.0 zxing-wasm@3.1.6 >&2
cat >rates.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import encodeQR from "qr";
import decodeQR from "qr/decode.js";
import jsQR from "jsqr";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const wasm = readFileSync("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) }, fireImmediately: true });
globalThis.ImageData ??= class { constructor(data, width, height) { Object.assign(this, { data, width, height, colorSpace: "srgb" }); } };

const SIDE = 640, PICTURES = 40, QUIET = 2;
let seed = 1;
const random = () => ((seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff);
const between = (low, high) => low + random() * (high - low);
const noise = () => Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random());

/** A code as a camera sees it: `span` is its share of the picture's side, `turn` and `tilt` in degrees, `blur` in modules. */
function picture(text, { span = 0.6, turn = 0, tilt = 0, blur = 0.15, light = 1, grain = 4, lamp = 0 }) {
  const rows = encodeQR(text, "raw", { border: QUIET, ecc: "medium" });
  const size = rows.length, module = (SIDE * span) / size;
  const [sin, cos] = [Math.sin((turn * Math.PI) / 180), Math.cos((turn * Math.PI) / 180)];
  const lean = Math.tan((tilt * Math.PI) / 180) / (SIDE * 2.5), squeeze = Math.cos((tilt * Math.PI) / 180);
  const [spotX, spotY] = [between(-0.3, 0.3) * SIDE, between(-0.3, 0.3) * SIDE];
  const at = (x, y) => {
    const w = 1 + lean * x, u = x / squeeze / w, v = y / w;
    const [column, row] = [(u * cos + v * sin) / module + size / 2, (v * cos - u * sin) / module + size / 2];
    const inside = column >= 0 && row >= 0 && column < size && row < size;
    return inside ? (rows[Math.floor(row)][Math.floor(column)] ? 25 : 235) : 130;
  };
  const grey = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) grey[y * SIDE + x] = at(x - SIDE / 2, y - SIDE / 2);
  const soft = blurred(grey, blur * module);
  const data = new Uint8ClampedArray(SIDE * SIDE * 4).fill(255);
  for (let i = 0; i < soft.length; i++) {
    const [x, y] = [(i % SIDE) - SIDE / 2 - spotX, Math.floor(i / SIDE) - SIDE / 2 - spotY];
    const shine = lamp * 230 * Math.exp(-(x * x + y * y) / (2 * (SIDE / 9) ** 2));
    data.fill(20 + soft[i] * light * 0.85 + shine + noise() * grain, i * 4, i * 4 + 3);
  }
  return new ImageData(data, SIDE, SIDE);
}

/** Gaussian, one direction after the other. */
function blurred(grey, sigma) {
  if (sigma < 0.2) return grey;
  const reach = Math.ceil(sigma * 3);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const sum = weights.reduce((a, b) => a + b);
  const along = (from, step, across) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < SIDE; line++)
      for (let i = 0; i < SIDE; i++) {
        let value = 0;
        for (let k = -reach; k <= reach; k++) value += from[line * across + Math.min(SIDE - 1, Math.max(0, i + k)) * step] * weights[k + reach];
        to[line * across + i * step] = value / sum;
      }
    return to;
  };
  return along(along(grey, 1, SIDE), SIDE, 1);
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const code = () => `https://events.example.org/c/${Array.from({ length: 132 }, () => letters[Math.floor(random() * 64)]).join("")}`;
const scenes = {
  "straight": () => ({ turn: between(-8, 8) }),
  "turned": () => ({ turn: between(0, 360) }),
  "tilted 20 to 35°": () => ({ turn: between(-15, 15), tilt: between(20, 35) }),
  "tilted 35 to 50°": () => ({ turn: between(-15, 15), tilt: between(35, 50) }),
  "blurred, 0.25 to 0.35 of a square": () => ({ turn: between(-8, 8), blur: between(0.25, 0.35) }),
  "blurred, 0.35 to 0.45 of a square": () => ({ turn: between(-8, 8), blur: between(0.35, 0.45) }),
  "dim: a fifth of the light": () => ({ turn: between(-8, 8), light: 0.2, grain: 6 }),
  "dim: a tenth of the light": () => ({ turn: between(-8, 8), light: 0.1, grain: 6 }),
  "far: a third of the picture": () => ({ turn: between(-8, 8), span: 0.33 }),
  "a lamp on it": () => ({ turn: between(-8, 8), lamp: between(0.3, 0.6) }),
  "dim, blurred and tilted": () => ({ turn: between(-15, 15), tilt: between(10, 30), blur: between(0.2, 0.3), light: 0.3, grain: 6 }),
  "no code at all": () => null,
};
const attempt = (read) => { try { return read(); } catch { return null; } };
const decoders = {
  "qr 0.7.0": async (image) => attempt(() => decodeQR(image)),
  "jsQR 1.4.0": async ({ data, width, height }) => attempt(() => jsQR(data, width, height)?.data ?? null),
  "zxing-wasm 3.1.6": async (image) => (await readBarcodes(image, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 }))[0]?.text ?? null,
};
const took = Object.fromEntries(Object.keys(decoders).map((name) => [name, []]));
const blank = new ImageData(new Uint8ClampedArray(SIDE * SIDE * 4).map((_, i) => (i % 4 === 3 ? 255 : 90 + 60 * Math.sin(i / 900))), SIDE, SIDE);
for (const decode of Object.values(decoders)) for (let i = 0; i < 5; i++) await decode(picture(code(), {}));
console.log(["scene", ...Object.keys(decoders)].join(" | "));
for (const [scene, draw] of Object.entries(scenes)) {
  const read = Object.fromEntries(Object.keys(decoders).map((name) => [name, 0]));
  for (let i = 0; i < PICTURES; i++) {
    const how = draw(), text = code();
    const image = how ? picture(text, how) : blank;
    for (const [name, decode] of Object.entries(decoders)) {
      const began = performance.now();
      const found = (await decode(image)) || null; // jsQR finds an empty text in some
      took[name].push(performance.now() - began);
      if (found !== null && found !== text) throw new Error(`${name} read something else: ${found}`);
      if (found !== null) read[name]++;
    }
  }
  console.log([scene, ...Object.values(read).map((count) => `${count} of ${PICTURES}`)].join(" | "));
}
const at = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)].toFixed(1);
console.log(["ms, median and p95", ...Object.values(took).map((times) => `${at(times, 0.5)}, ${at(times, 0.95)}`)].join(" | "));
SCRIPT
node rates.mjs
