import { Trans, useLingui } from "@lingui/react/macro";
import { LinkButton } from "../ui/button.tsx";
import { Cover } from "../ui/cover.tsx";
import { Page } from "../ui/page.tsx";
import { PosterWall } from "./home/poster-wall.tsx";
import { Promises } from "./home/promises.tsx";
import "./home/home.css";

export function HomePage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Turnout`}
      width="full"
      bar={<LinkButton look="plain" size="sm" href="/events" className="home-bar-link">{t`My events`}</LinkButton>}
    >
      <section className="home-hero">
        <div className="home-words">
          <h1>
            <Trans>See who turns up.</Trans>
          </h1>
          <p>
            <Trans>
              Make an invitation people love to open. They answer in two taps, without an account, and everyone watches the party come
              together.
            </Trans>
          </p>
          <div className="home-actions">
            <LinkButton look="primary" size="lg" href="/events/new">
              <Trans>Create an event</Trans>
            </LinkButton>
            <LinkButton look="plain" size="lg" href="/events">
              <Trans>My events</Trans>
            </LinkButton>
          </div>
        </div>
        <PosterWall />
      </section>
      <Promises />
      <section className="home-end" data-cover="night">
        <div className="home-end-cover">
          <Cover theme="night" seed="good-night" />
        </div>
        <h2>
          <Trans>A title and a date is all it takes.</Trans>
        </h2>
        <LinkButton size="lg" href="/events/new">
          <Trans>Create an event</Trans>
        </LinkButton>
      </section>
      <footer className="home-foot">
        <p>
          <Trans>No ads and no trackers. Cookies only keep you signed in and your invitations open.</Trans>
        </p>
        <p>
          <Trans>
            Free software under the Apache License 2.0 · <a href="/api/docs">API</a>
          </Trans>
        </p>
      </footer>
    </Page>
  );
}
