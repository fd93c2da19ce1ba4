import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { openDecoder } from "./decode-frame.ts";

/** How long the camera's image is not looked at between two times (ms): the page stays quick, and the battery lasts. */
const LOOK_MS = 100;

export type CameraState = "starting" | "on" | "refused" | "missing";

interface Camera {
  state: CameraState;
  /** What it films with, once it does. */
  track: MediaStreamTrack | null;
}

/** Shows the camera in `video`, and reports each code that it sees, again and again as long as it does. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, onSeen: (text: string) => void): Camera {
  const [state, setState] = useState<CameraState>("starting");
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const seen = useEffectEvent(onSeen);

  useEffect(() => {
    const stopping = new AbortController();
    const { signal } = stopping;
    const started = (filming: MediaStreamTrack) => (setTrack(filming), setState("on"));
    void watch(video.current!, signal, { started, seen: (text) => seen(text) }).catch((error: unknown) => {
      if (!signal.aborted) setState(error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "missing");
    });
    return () => stopping.abort();
  }, [video]);
  return { state, track };
}

interface Watching {
  started: (track: MediaStreamTrack) => void;
  seen: (text: string) => void;
}

async function watch(video: HTMLVideoElement, signal: AbortSignal, { started, seen }: Watching) {
  const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  if (signal.aborted) return stop();
  signal.addEventListener("abort", stop);
  video.srcObject = stream;
  const [decode] = await Promise.all([openDecoder(), video.play()]);
  started(stream.getVideoTracks()[0]!);
  while (!signal.aborted) {
    const text = document.hidden ? null : await decode(video).catch(() => null);
    if (text !== null && !signal.aborted) seen(text);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
