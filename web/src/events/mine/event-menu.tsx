import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useLocation } from "wouter";
import { onDemand } from "../../on-demand.ts";
import { Menu } from "../../ui/menu.tsx";
import { useDuplicate } from "../settings/use-duplicate.ts";
import type { MyEvent } from "./my-event.ts";

const DeleteDraftDialog = onDemand(() => import("../delete-draft-dialog.tsx"), "DeleteDraftDialog");

/** What a host does with an event without opening it first. */
export function EventMenu({ event: { eventId, details } }: { event: MyEvent }) {
  const { t } = useLingui();
  const [, go] = useLocation();
  const duplicate = useDuplicate(eventId);
  const queries = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const isOut = details.status !== "draft";
  const close = () => setDeleting(false);
  const leave = () => {
    close();
    void queries.invalidateQueries({ queryKey: ["my-events"] });
  };
  return (
    <>
      <Menu
        label={t`For hosts: ${details.title || t`Without a title yet`}`}
        items={[
          ...(isOut ? [{ label: t`Guest list`, icon: "users" as const, onSelect: () => go(`/e/${eventId}/guests`) }] : []),
          ...(details.status === "published"
            ? [{ label: t`Invite`, icon: "mail" as const, onSelect: () => go(`/e/${eventId}/invite`) }]
            : []),
          ...(details.status === "cancelled"
            ? []
            : [{ label: t`Edit`, icon: "pencil" as const, onSelect: () => go(`/e/${eventId}/edit`) }]),
          { label: t`Settings`, icon: "settings", onSelect: () => go(`/e/${eventId}/settings`) },
          null,
          { label: t`Duplicate`, icon: "copy", onSelect: () => void duplicate.run() },
          ...(isOut ? [] : [{ label: t`Delete the draft…`, icon: "trash" as const, danger: true, onSelect: () => setDeleting(true) }]),
        ]}
      />
      {deleting && (
        <Suspense>
          <DeleteDraftDialog eventId={eventId} title={details.title} onClose={close} onGone={leave} />
        </Suspense>
      )}
    </>
  );
}
