import { useEffect, useState } from "react";
import { later } from "../../on-demand.ts";
import { whenQuiet } from "../../when-quiet.ts";
import { useHandScanner } from "./use-hand-scanner.ts";

const loadScanner = () => import("./scan/list-scanner.tsx");
/** The camera and what reads codes, beside a list of guests. */
export const ListScanner = later(loadScanner, "ListScanner");

/** Before anybody asks for it: a door may be without a network by then. */
async function preloadScanner() {
  await whenQuiet();
  const { preloadDecoder } = await loadScanner();
  await preloadDecoder();
}

/** Whether the scanner is open: by a press, or because a hand scanner read a code (`typed`). */
export function useListScanner() {
  const [isScanning, setScanning] = useState(false);
  const [typed, setTyped] = useState<{ text: string } | null>(null);
  useEffect(() => void preloadScanner().catch(() => {}), []);
  const open = (read: { text: string } | null) => {
    setTyped(read);
    setScanning(true);
  };
  useHandScanner((text) => open({ text }));
  return { isScanning, typed, open: () => open(null), close: () => setScanning(false) };
}
