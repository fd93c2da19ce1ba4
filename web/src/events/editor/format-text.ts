/** A text with what is selected in it. */
export interface Selected {
  text: string;
  from: number;
  to: number;
}

/** Puts marks such as `**` around the selection, or removes them. */
export function wrap({ text, from, to }: Selected, mark: string): Selected {
  const [before, inside, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  const isMarked = before.endsWith(mark) && after.startsWith(mark);
  if (isMarked)
    return { text: before.slice(0, -mark.length) + inside + after.slice(mark.length), from: from - mark.length, to: to - mark.length };
  return { text: before + mark + inside + mark + after, from: from + mark.length, to: to + mark.length };
}

/** Puts marks such as `- ` before every touched line, or removes them when all have them. */
export function startLines({ text, from, to }: Selected, mark: string): Selected {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const next = text.indexOf("\n", to);
  const end = next === -1 ? text.length : next;
  const lines = text.slice(start, end).split("\n");
  const areMarked = lines.every((line) => line.startsWith(mark));
  const changed = lines.map((line) => (areMarked ? line.slice(mark.length) : mark + line)).join("\n");
  const grown = changed.length - (end - start);
  const shifted = Math.max(start, from + (areMarked ? -mark.length : mark.length));
  return { text: text.slice(0, start) + changed + text.slice(end), from: shifted, to: Math.max(shifted, to + grown) };
}
