import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { QrImage } from "../../ui/qr-image.tsx";
import { stayAwake } from "../door/stay-awake.ts";
import type { KeptCode } from "./kept-codes.ts";
import "./door-pass.css";

/** What a guest holds up at the door: the code as large as the screen allows, dark on white by day and by night. */
export function DoorPass({ pass: { title, name, people, path, size } }: { pass: KeptCode }) {
  const { t } = useLingui();
  useEffect(stayAwake, []);
  return (
    <section className="door-pass" aria-label={t`Your code for the door`}>
      <p className="door-pass-event" dir="auto">
        {title}
      </p>
      <QrImage path={path} size={size} label={t`QR code for the door`} />
      <p className="door-pass-name">
        <strong dir="auto">{name}</strong>
        <span>
          <Plural value={people} one="1 person" other="# people" />
        </span>
      </p>
      <p className="door-pass-hint">
        <Trans>Hold this up at the door. It works without a network, too.</Trans>
      </p>
    </section>
  );
}
