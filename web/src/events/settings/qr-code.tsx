import { useMemo } from "react";
import { qrPath } from "./qr-path.ts";

/** A QR code. Always dark on light, whatever the theme: many scanners need that. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#241629" />
    </svg>
  );
}
