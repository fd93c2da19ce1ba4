import type { ScanTone } from "./scan-outcome.ts";

const KEY = "turnout.door-muted";
/** Pitches (Hz) with their lengths (s), one after the other: up, level and down, which tell them apart where colours do not. */
const sounds: Record<ScanTone, [number, number][]> = {
  green: [
    [660, 0.08],
    [990, 0.14],
  ],
  amber: [
    [550, 0.12],
    [550, 0.12],
  ],
  red: [
    [330, 0.18],
    [196, 0.35],
  ],
};
/** How long a phone shakes and rests (ms). */
const shakes: Record<ScanTone, number[]> = { green: [40], amber: [60, 60, 60], red: [200, 80, 200] };
const LOUDNESS = 0.25;

let context: AudioContext | undefined;

/** Lets sounds be heard later: browsers ask for a press first. */
export function allowSounds(): void {
  if (navigator.userActivation?.hasBeenActive === false) return;
  context ??= new AudioContext();
  void context.resume();
}

/** Says by ear and hand what a scan came to. */
export function signal(tone: ScanTone): void {
  // A camera scans before anybody has pressed anything; browsers complain of a shake then.
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(shakes[tone]);
  if (!isMuted()) play(sounds[tone]);
}

function play(notes: [number, number][]) {
  if (context?.state !== "running") return;
  let at = context.currentTime;
  for (const [pitch, length] of notes) {
    const [oscillator, gain] = [context.createOscillator(), context.createGain()];
    oscillator.frequency.value = pitch;
    gain.gain.setValueAtTime(LOUDNESS, at);
    gain.gain.exponentialRampToValueAtTime(0.001, at + length);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(at + length);
    at += length;
  }
}

export function isMuted(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

export function setMuted(muted: boolean): void {
  try {
    if (muted) localStorage.setItem(KEY, "");
    else localStorage.removeItem(KEY);
  } catch {
    // It holds until the page is left.
  }
}
