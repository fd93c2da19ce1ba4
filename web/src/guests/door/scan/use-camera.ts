import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { openDecoder } from "./decode-frame.ts";

/** How long the camera's image is not looked at between two times (ms): the page stays quick, and the battery lasts. */
const LOOK_MS = 100;

export type CameraState = "starting" | "on" | "refused" | "missing";

/** Shows the camera in `video`, and reports each code that it sees, again and again as long as it does. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, onSeen: (text: string) => void): CameraState {
  const [state, setState] = useState<CameraState>("starting");
  const seen = useEffectEvent(onSeen);

  useEffect(() => {
    const stopping = new AbortController();
    const { signal } = stopping;
    void watch(video.current!, signal, { started: () => setState("on"), seen: (text) => seen(text) }).catch((error: unknown) => {
      if (!signal.aborted) setState(error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "missing");
    });
    return () => stopping.abort();
  }, [video]);
  return state;
}

interface Watching {
  started: () => void;
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
  started();
  while (!signal.aborted) {
    const text = document.hidden ? null : await decode(video).catch(() => null);
    if (text !== null && !signal.aborted) seen(text);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
