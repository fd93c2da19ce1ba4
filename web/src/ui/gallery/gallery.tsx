import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { type ReactNode, useState } from "react";
import { createRoot } from "react-dom/client";
import { loadWords, preferredLocale, showLocale } from "../../i18n.ts";
import { Announcer } from "../announcer.tsx";
import { Cover, type CoverTheme, coverThemes, useCoverTheme } from "../cover.tsx";
import { Page, PageHead } from "../page.tsx";
import { Select } from "../input.tsx";
import { Field } from "../field.tsx";
import { Toasts } from "../toasts.tsx";
import { Controls } from "./controls.tsx";
import { Feedback } from "./feedback.tsx";
import { People } from "./people.tsx";
import { TypeAndColour } from "./type-and-colour.tsx";
import "../theme.css";
import "./gallery.css";

/** Every component in every state. Only in development: no route leads here, and builds leave it out. */
function Gallery() {
  const [cover, setCover] = useState<CoverTheme | "">((new URLSearchParams(location.search).get("cover") ?? "") as CoverTheme | "");
  useCoverTheme(cover || null);
  return (
    <Page title="Gallery" width="wide">
      <PageHead
        title="Gallery"
        lead="Every component in every state."
        actions={
          <Field label="Page cover">
            <Select value={cover} onChange={(event) => setCover(event.target.value as CoverTheme)}>
              <option value="">None</option>
              {coverThemes.map((theme) => (
                <option key={theme}>{theme}</option>
              ))}
            </Select>
          </Field>
        }
      />
      <Shelf title="Type and colour">
        <TypeAndColour />
      </Shelf>
      <Shelf title="Controls">
        <Controls />
      </Shelf>
      <Shelf title="Feedback">
        <Feedback />
      </Shelf>
      <Shelf title="People">
        <People />
      </Shelf>
      <Shelf title="Covers">
        <div className="gallery-covers">
          {coverThemes.flatMap((theme) =>
            ["one", "two"].map((seed) => (
              <figure key={theme + seed}>
                <div className="gallery-cover">
                  <Cover theme={theme} seed={seed} />
                </div>
                <figcaption>
                  {theme}, seed {seed}
                </figcaption>
              </figure>
            )),
          )}
        </div>
      </Shelf>
    </Page>
  );
}

function Shelf({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="gallery-shelf">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

await Promise.all([showLocale(preferredLocale()), loadWords("all")]);
createRoot(document.getElementById("root")!).render(
  <I18nProvider i18n={i18n}>
    <Gallery />
    <Toasts />
    <Announcer />
  </I18nProvider>,
);
