/** What the DOM's types do not know yet (Image Capture, W3C). */
interface Torch {
  torch?: boolean;
}

/** Whether a camera has a light that can be on while it films. */
export const hasTorch = (track: MediaStreamTrack): boolean => (track.getCapabilities?.() as Torch | undefined)?.torch === true;

/** Turns the light on or off. False: the camera would not. */
export async function setTorch(track: MediaStreamTrack, isOn: boolean): Promise<boolean> {
  try {
    await track.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] });
    return true;
  } catch {
    return false;
  }
}
