import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ProgressBar } from "../../ui/progress-bar.tsx";

/** How many people are here, of how many who said that they come. */
export function HeadCount({ arrived, going }: { arrived: number; going: number }) {
  const { t } = useLingui();
  return (
    <section className="door-count" aria-label={t`Who is here`}>
      <p role="status">
        <strong className="tabular">{arrived}</strong>{" "}
        <span>
          <Trans>here</Trans>
          <small className="muted">
            <Plural value={going} one="# person said they are coming" other="# people said they are coming" />
          </small>
        </span>
      </p>
      <ProgressBar label={t`Who is here`} value={Math.min(arrived, going)} max={going} tone="going" />
    </section>
  );
}
