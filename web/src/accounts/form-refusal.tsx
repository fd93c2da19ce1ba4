import type { ReactNode } from "react";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { Notice } from "../ui/notice.tsx";
import type { Refused } from "./use-submission.ts";

/** Why the form above was refused, announced at once. `children` adds what the general text leaves out. */
export function FormRefusal({ refusal, children }: { refusal: Refused | null; children?: ReactNode }) {
  const words = useRefusalWords();
  if (!refusal) return null;
  return (
    <Notice tone="danger" live title={words(refusal.code, refusal.facts)}>
      {children}
    </Notice>
  );
}
