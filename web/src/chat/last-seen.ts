/** The position of the newest message that this browser has shown, for each event. */
const keyOf = (eventId: string) => `turnout.seen.${eventId}`;

export function lastSeen(eventId: string): number | null {
  try {
    const seq = Number(localStorage.getItem(keyOf(eventId)) ?? Number.NaN);
    return Number.isFinite(seq) ? seq : null;
  } catch {
    return null; // Without storage there is no "since you left".
  }
}

export function rememberSeen(eventId: string, seq: number): void {
  try {
    if (seq > (lastSeen(eventId) ?? -1)) localStorage.setItem(keyOf(eventId), String(seq));
  } catch {
    // As above: then every visit is the first.
  }
}
