import type { ReactNode } from "react";
import { Cover, type CoverTheme, useCoverTheme } from "../ui/cover.tsx";
import { Page } from "../ui/page.tsx";
import "./entry-page.css";

/** A page with a single form, beside a picture where there is room. */
export function EntryPage({ title, theme, children }: { title: string; theme: CoverTheme; children: ReactNode }) {
  useCoverTheme(theme);
  return (
    <Page title={title} width="full">
      <div className="entry">
        <div className="entry-art">
          <Cover theme={theme} seed="welcome" />
        </div>
        <div className="entry-matter">{children}</div>
      </div>
    </Page>
  );
}

/** The heading of the page and what it is about, in a sentence. */
export function EntryHead({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <header className="entry-head">
      <h1>{title}</h1>
      {children && <p className="muted">{children}</p>}
    </header>
  );
}
