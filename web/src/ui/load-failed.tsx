import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

interface Props {
  /** What could not be loaded, in a sentence without a full stop. */
  title: string;
  onRetry: () => void;
  /** More about it, if there is any. */
  children?: ReactNode;
}

/** Stands where something would be that could not be loaded, with a button that asks for it again. */
export function LoadFailed({ title, onRetry, children }: Props) {
  const { t } = useLingui();
  return (
    <Notice tone="danger" title={title} action={<Button onClick={onRetry}>{t`Try again`}</Button>} live>
      {children}
    </Notice>
  );
}
