import type { ReactNode } from "react";
import { Cover, type CoverTheme } from "./cover.tsx";
import { Page } from "./page.tsx";
import "./message-page.css";

type MessageProps = { title: string; art: CoverTheme; actions: ReactNode; children: ReactNode };

/** A page with one message in its middle, below a print, with links. */
export function MessagePage({ title, art, actions, children }: MessageProps) {
  return (
    <Page title={title} width="full">
      <div className="message-page">
        <div className="message-art">
          <Cover theme={art} seed={title} />
        </div>
        <h1>{title}</h1>
        <p>{children}</p>
        <div className="message-actions">{actions}</div>
      </div>
    </Page>
  );
}
