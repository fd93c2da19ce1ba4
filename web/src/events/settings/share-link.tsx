import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { showToast } from "../../ui/toast.ts";

/** The link itself, with buttons to copy and share it. */
export function ShareLink({ url, title, children }: { url: string; title: string; children?: ReactNode }) {
  const { t } = useLingui();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      showToast(t`Link copied`, { tone: "success" });
    } catch {
      // Also on plain-http addresses, where browsers have no clipboard.
      showToast(t`Please select the link and copy it yourself.`, { tone: "danger" });
    }
  };
  // Closing the share sheet is no error.
  const share = () => navigator.share({ title, url }).catch(() => undefined);
  return (
    <>
      <Field label={t`Share link`} hideLabel>
        <TextInput readOnly value={url} icon="link" className="share-url" onFocus={(event) => event.currentTarget.select()} />
      </Field>
      <div className="settings-actions">
        <Button look="primary" icon="copy" onClick={() => void copy()}>{t`Copy link`}</Button>
        {"share" in navigator && <Button icon="share" onClick={() => void share()}>{t`Share`}</Button>}
        {children}
      </div>
    </>
  );
}
