/** Letters of other scripts, and digits, that are drawn like Latin letters. */
const DRAWN_ALIKE: Record<string, string> = Object.fromEntries(
  [
    "aаɑα", "bвЬ", "cсϲ", "dԁ", "eеєε", "gɡ", "hнһ", "iіıιl1|ӏ", "jј", "kкκ", "mм", "nпո", "oоοօ0øо", "pрρ", "qԛ", "sѕ", "tтτ", "uυս", "vνѵ", "wԝω", "xхχ", "yуγү", "lł",
  ].flatMap(([plain, ...others]) => others.map((other) => [other.toLowerCase(), plain === "l" ? "i" : plain!])),
); // prettier-ignore

/** Whether one name can be read as the other: whatever the case, accents, spaces and signs, and in letters that look alike. */
export function looksAlike(one: string, other: string): boolean {
  const drawn = drawnAs(one);
  return drawn !== "" && drawn === drawnAs(other);
}

function drawnAs(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase().normalize("NFKD");
  return [...plain.replace(/[^\p{L}\p{N}|]/gu, "")].map((letter) => DRAWN_ALIKE[letter] ?? letter).join("");
}
