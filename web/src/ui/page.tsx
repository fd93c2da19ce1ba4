import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { AppBar } from "./app-bar.tsx";
import "./page.css";

type PageProps = { title: string; children: ReactNode; bar?: ReactNode; width?: "narrow" | "text" | "wide" | "full" };

/** The frame of every page: bar, main part, a title for the tab. After a move inside the app the focus goes to the top of it. */
export function Page({ title, children, bar, width = "text" }: PageProps) {
  const main = useRef<HTMLElement>(null);
  usePageTitle(title);
  useLayoutEffect(() => {
    if (firstPage) firstPage = false;
    else main.current?.focus({ preventScroll: true });
  }, []);

  return (
    <>
      <AppBar>{bar}</AppBar>
      <main id="main" ref={main} tabIndex={-1} className={`page page-${width}`}>
        {children}
      </main>
    </>
  );
}

/** A page's heading with what can be done about the whole page beside it. */
export function PageHead({ title, lead, actions }: { title: ReactNode; lead?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <h1 dir="auto">{title}</h1>
        {lead && (
          <p className="page-lead" dir="auto">
            {lead}
          </p>
        )}
      </div>
      {actions && <div className="page-actions">{actions}</div>}
    </header>
  );
}

/** What the browser's tab says. */
export function usePageTitle(title: string) {
  useEffect(() => {
    document.title = title === "Turnout" ? title : `${title} · Turnout`;
  }, [title]);
}

/** The page that came with the document needs no help: the browser put the focus where it belongs. */
let firstPage = true;
