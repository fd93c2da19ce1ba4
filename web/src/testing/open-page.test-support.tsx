import type { ReactNode } from "react";
import type { EventSnapshot } from "@turnout/contract/snapshot";

/** What the server's document holds of the event that a page begins with, so that the page need not ask. */
export function withPageData(snapshot: EventSnapshot, shown: ReactNode): ReactNode {
  const data = document.createElement("script");
  Object.assign(data, { type: "application/json", id: "page-data", textContent: JSON.stringify({ snapshot }) });
  document.body.append(data);
  return shown;
}
