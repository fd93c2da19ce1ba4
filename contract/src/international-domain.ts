/** The domain as the network knows it, by UTS 46; null if it cannot be one. Browsers and Node have this in their URLs. */
export function asciiDomain(domain: string): string | null {
  const url = URL.parse(`http://${domain}`);
  return url && url.pathname === "/" && url.host !== "" && url.port === "" && url.username === "" ? url.hostname : null;
}

/** The domain in letters, each `xn--` label decoded; null if it cannot be a domain. */
export function unicodeDomain(domain: string): string | null {
  const ascii = asciiDomain(domain);
  if (ascii === null) return null;
  const letters = ascii.split(".").map((label) => (label.startsWith("xn--") ? decoded(label.slice(4)) : label));
  const joined = letters.includes(null) ? null : letters.join(".");
  return joined !== null && asciiDomain(joined) === ascii ? joined : null;
}

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const MAX_CODE_POINT = 0x10_ff_ff;

/** Punycode (RFC 3492). */
function decoded(label: string): string | null {
  const split = label.lastIndexOf("-");
  const output = Array.from(label.slice(0, Math.max(0, split)), (letter) => letter.codePointAt(0) ?? 0);
  let [code, at, bias] = [128, 0, 72];
  for (let next = split < 0 ? 0 : split + 1; next < label.length;) {
    const before = at;
    for (let weight = 1, step = BASE; ; step += BASE) {
      const digit = digitOf(label.charCodeAt(next++));
      if (digit === null) return null;
      at += digit * weight;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, step - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const count = output.length + 1;
    bias = adapted(at - before, count, before === 0);
    code += Math.floor(at / count);
    at %= count;
    if (code > MAX_CODE_POINT) return null;
    output.splice(at++, 0, code);
  }
  return String.fromCodePoint(...output);
}

function digitOf(code: number): number | null {
  if (code >= 97 && code <= 122) return code - 97;
  return code >= 48 && code <= 57 ? code - 22 : null;
}

function adapted(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2));
  rest += Math.floor(rest / count);
  let bias = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; bias += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return bias + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + 38));
}
