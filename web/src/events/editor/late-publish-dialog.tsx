import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { goToField } from "./go-to-problem.ts";

interface Props {
  name: string;
  pending: boolean;
  problem: string | null;
  onPublish: () => void;
  onClose: () => void;
}

/** Asks before an event is published whose start is past, and leads back to it. */
export function LatePublishDialog({ name, pending, problem, onPublish, onClose }: Props) {
  const { t } = useLingui();
  const changeDate = () => {
    onClose();
    setTimeout(() => goToField("starts")); // after the dialog has given the focus back
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`The start is in the past`}
      actions={
        <>
          <Button pending={pending} onClick={onPublish}>{t`Publish anyway`}</Button>
          <Button look="primary" icon="calendar" onClick={changeDate}>{t`Change the date`}</Button>
        </>
      }
    >
      <p>
        <Trans>Check it before you publish “{name}”: nobody can be invited to an event that is over, or answer.</Trans>
      </p>
      {problem && <Notice tone="danger" title={problem} live />}
    </Dialog>
  );
}
