/** A drawn QR code. Always dark on light, whatever the theme: many scanners need that. */
export function QrImage({ path, size, label }: { path: string; size: number; label: string }) {
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#241629" />
    </svg>
  );
}
