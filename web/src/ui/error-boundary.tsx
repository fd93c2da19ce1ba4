import { Trans } from "@lingui/react/macro";
import { Component, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { BrandMark } from "./brand.tsx";
import "./message-page.css";

type State = { failed: boolean };

/** Shown instead of a blank page when rendering throws. The data is on the server; only the page is lost. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <BrokenPage /> : this.props.children;
  }
}

export function BrokenPage() {
  return (
    <main className="message-page">
      <BrandMark size={56} />
      <h1>
        <Trans>That was our mistake</Trans>
      </h1>
      <p>
        <Trans>Something in this page broke. Whatever was already saved is safe. Loading the page again mends it most of the time.</Trans>
      </p>
      <Button look="primary" size="lg" icon="refresh" onClick={() => location.reload()}>
        <Trans>Load again</Trans>
      </Button>
      <a href="/">
        <Trans>Go to the front page</Trans>
      </a>
    </main>
  );
}
