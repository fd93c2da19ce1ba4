import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { AppBar } from "./app-bar.tsx";
import "./page.css";

type PageProps = { title: string; children: ReactNode; bar?: ReactNode; width?: "narrow" | "text" | "wide" | "full" };

/** The frame of every page: bar, main part, document title. After navigation inside the app the focus goes to its top. */
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

/** A page's heading with its actions beside it. */
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

/** The document's title. */
export function usePageTitle(title: string) {
  useEffect(() => {
    document.title = title === "Turnout" ? title : `${title} · Turnout`;
  }, [title]);
}

/** Not for the document's first page: the browser has set the focus. */
let firstPage = true;
