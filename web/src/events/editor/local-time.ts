const MINUTE = 60_000;

/** A wall-clock time some minutes later, on a calendar without clock changes. */
export function addMinutes(local: string, minutes: number): string {
  return new Date(Date.parse(`${local}Z`) + minutes * MINUTE).toISOString().slice(0, 16);
}

export function minutesBetween(from: string, to: string): number {
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / MINUTE;
}

/** Date and time as their inputs have them, as one wall-clock time; null while it is no such thing, as in the year 20. */
export function localTimeOf(date: string, time: string): string | null {
  const isWhole = /^(19[7-9]|[2-9]\d\d)\d-\d\d-\d\d$/.test(date) && /^\d\d:\d\d/.test(time);
  return isWhole ? `${date}T${time.slice(0, 5)}` : null;
}
