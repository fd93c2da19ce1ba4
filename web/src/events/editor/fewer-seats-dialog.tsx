import { Trans, useLingui } from "@lingui/react/macro";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { useEditor } from "./use-editor.ts";

/** Asks before the capacity is lowered below the seats taken. */
export function FewerSeatsDialog() {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const taken = Number(view.refused?.facts?.["seatsTaken"] ?? view.seatsTaken);
  const seats = view.fields.capacity ?? 0;
  const giveUp = () => store.edit({ capacity: view.editing.server.capacity });
  return (
    <ConfirmDialog
      open
      title={t`${taken} people already have seats`}
      confirmLabel={t`Set it to ${seats} anyway`}
      danger={false}
      onCancel={giveUp}
      onConfirm={() => void store.saveAnyway()}
    >
      <p>
        <Trans>
          Nobody loses a seat. With {seats} seats, nobody new gets one until fewer than {seats} people are coming.
        </Trans>
      </p>
    </ConfirmDialog>
  );
}
