import { html, type Html } from "../http/html.ts";

/** The icons of `web/src/ui/icons.tsx` that the server's forms need; a test compares them. */
export const paths = {
  alert: "M12 4 2.8 19.5h18.4zM12 10v4M12 17h.01",
  check: "m4.5 12.5 5 5 10-11",
  "chevron-down": "m6 9.5 6 6 6-6",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2.5",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11.5v4.5M12 8h.01",
  mail: "M3.5 7.5a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2zm.5 0 8 6 8-6",
  pencil: "m5 15.5-.8 4.3 4.3-.8L19.3 8.2a2 2 0 0 0 0-2.8l-.7-.7a2 2 0 0 0-2.8 0zM14 6.5 17.5 10",
  question: "M8.5 9a3.5 3.5 0 1 1 5.3 3c-1.3.8-1.8 1.5-1.8 2.8M12 19h.01",
  refresh: "M20 11.5a8 8 0 0 0-14.5-4L3.5 10m0-5.5V10H9m-5 2.5a8 8 0 0 0 14.5 4l2-2.5m0 5.5V14H15",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
  x: "m6 6 12 12M18 6 6 18",
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon, the same as the app renders it. */
export function icon(name: IconName, size = 20): Html {
  return html`<svg class="icon" width="${size}" height="${size}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${paths[name]}"></path></svg>`;
}
