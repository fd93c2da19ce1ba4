import { useEffect, useRef, useState } from "react";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { uploadImage } from "./upload-image.ts";

export type Upload = ReturnType<typeof useUpload>;

/** The upload of one picture. `share` is its progress, null when there is none. */
export function useUpload(onUploaded: (imageId: string) => void) {
  const words = useRefusalWords();
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function send(file: File) {
    const own = new AbortController();
    running.current?.abort();
    running.current = own;
    setProblem(null);
    setShare(0);
    const uploaded = await uploadImage(file, setShare, own.signal);
    if (own.signal.aborted) return;
    setShare(null);
    if ("code" in uploaded) setProblem(words(uploaded.code, uploaded.facts));
    else onUploaded(uploaded.imageId);
  }
  return { share, problem, start: (file: File) => void send(file) };
}
