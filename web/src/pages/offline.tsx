import { Trans } from "@lingui/react/macro";
import { KeptPasses } from "../guests/door-code/kept-passes.tsx";
import { BrandMark } from "../ui/brand.tsx";
import { Button } from "../ui/button.tsx";
import "../ui/message-page.css";

export function OfflinePage() {
  return (
    <main className="message-page">
      <BrandMark size={56} />
      <h1>
        <Trans>You are offline</Trans>
      </h1>
      <p>
        <Trans>
          This page needs a connection, so that you never see an old answer as if it were new. It opens by itself when the network is back.
        </Trans>
      </p>
      <KeptPasses address={location.pathname} />
      <Button look="primary" size="lg" icon="refresh" onClick={() => location.reload()}>
        <Trans>Try again</Trans>
      </Button>
    </main>
  );
}
