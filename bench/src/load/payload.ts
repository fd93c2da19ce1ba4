/** A message's text carries a timestamp tag: when it was due (ms on the load's clock), between two of these. */
const SIGN = "~";
const padding = "x".repeat(80);

export const tagged = (due: number): string => `${SIGN}${due.toFixed(3)}${SIGN} ${padding}`;

/** The timestamps in a frame, which may carry several messages. */
export const timestampsIn = (frame: string): number[] => Array.from(frame.matchAll(/~([\d.]+)~/g), ([, due]) => Number(due));

/** Where this stands in a request, an id of its own stands each time it is sent. */
export const FRESH_ID = "00000000-0000-4000-8000-000000000000";
