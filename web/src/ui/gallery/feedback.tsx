import { useState } from "react";
import { announce } from "../announcer.tsx";
import { Badge, LiveBadge } from "../badge.tsx";
import { Button } from "../button.tsx";
import { ConfirmDialog, Dialog } from "../dialog.tsx";
import { EmptyState } from "../empty-state.tsx";
import { Field } from "../field.tsx";
import { TextInput } from "../input.tsx";
import { Notice } from "../notice.tsx";
import { ProgressBar } from "../progress-bar.tsx";
import { Skeleton } from "../skeleton.tsx";
import { Spinner } from "../spinner.tsx";
import { showToast } from "../toast.ts";

export function Feedback() {
  return (
    <>
      <div className="gallery-row">
        <LiveBadge state="live" since={null} />
        <LiveBadge state="catchingUp" since={null} />
        <LiveBadge state="polling" since={null} />
        <LiveBadge state="offline" since={Date.UTC(2027, 5, 18, 12, 3)} />
        <Spinner />
        <Badge>Draft</Badge>
        <Badge tone="going" icon="check">
          Going
        </Badge>
        <Badge tone="maybe" icon="question">
          Maybe
        </Badge>
        <Badge tone="declined" icon="x">
          Can’t come
        </Badge>
        <Badge tone="waiting" icon="clock">
          3rd on the waitlist
        </Badge>
        <Badge tone="danger" icon="alert">
          Cancelled
        </Badge>
        <Badge tone="accent" icon="crown">
          Host
        </Badge>
      </div>
      <div className="gallery-columns">
        <div style={{ display: "grid", gap: "var(--space-3)" }}>
          <Notice title="Full">You are third on the waitlist. We email you when a seat is free.</Notice>
          <Notice tone="success" title="Published">
            42 invitations are on their way.
          </Notice>
          <Notice tone="warning" title="This hour happens twice" action={<Button size="sm">Choose</Button>}>
            The clocks go back that night.
          </Notice>
          <Notice tone="danger" title="Not saved">
            You are offline. We keep trying, and your words stay here.
          </Notice>
          <ProgressBar label="Seats taken" value={42} max={60} />
          <ProgressBar label="Who is here" value={58} max={60} tone="going" />
        </div>
        <div style={{ display: "grid", gap: "var(--space-3)" }}>
          <Skeleton height="8rem" />
          <Skeleton width="60%" />
          <Skeleton width="2.5rem" height="2.5rem" round />
          <EmptyState
            icon="mail"
            title="Nobody is invited yet"
            action={
              <Button look="primary" icon="user-plus">
                Invite people
              </Button>
            }
          >
            Paste names and addresses from anywhere. You see what we understood before anything is sent.
          </EmptyState>
        </div>
      </div>
      <Overlays />
    </>
  );
}

function Overlays() {
  const [open, setOpen] = useState<"dialog" | "confirm" | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="gallery-row">
      <Button onClick={() => setOpen("dialog")}>Open a dialog</Button>
      <Button onClick={() => setOpen("confirm")}>Ask first</Button>
      <Button
        onClick={() =>
          showToast("Lin was removed.", { action: { label: "Undo", run: () => showToast("Lin is back.", { tone: "success" }) } })
        }
      >
        Show a toast
      </Button>
      <Button onClick={() => announce("Ada is going", "tally")}>Announce</Button>
      <Dialog
        open={open === "dialog"}
        onClose={close}
        title="Add somebody"
        actions={
          <Button look="primary" onClick={close}>
            Add to the list
          </Button>
        }
      >
        <Field label="Name">
          <TextInput />
        </Field>
        <Field label="E-mail" optional="optional" hint="Without one they get no link of their own.">
          <TextInput type="email" />
        </Field>
      </Dialog>
      <ConfirmDialog open={open === "confirm"} onCancel={close} onConfirm={close} title="Cancel the event?" confirmLabel="Cancel the event">
        <p>42 guests get a mail with your words. This cannot be undone.</p>
      </ConfirmDialog>
    </div>
  );
}
