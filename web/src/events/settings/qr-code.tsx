import { useMemo } from "react";
import { QrImage } from "../../ui/qr-image.tsx";
import { qrPath } from "./qr-path.ts";

/** A text as a QR code. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return <QrImage path={path} size={size} label={label} />;
}
