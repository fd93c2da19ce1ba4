import { useLingui } from "@lingui/react/macro";
import "./skeleton.css";

/** A placeholder of the same size, so that nothing jumps when the content arrives. */
export function Skeleton({
  width = "100%",
  height = "1.1em",
  round = false,
}: {
  width?: string | number;
  height?: string | number;
  round?: boolean;
}) {
  return <span className={`skeleton ${round ? "skeleton-round" : ""}`} style={{ width, height }} aria-hidden="true" />;
}

/** A page's placeholder. Blank for a moment first: a flash of grey bars is worse than nothing. */
export function PageSkeleton() {
  const { t } = useLingui();
  return (
    <div className="page-skeleton" role="status" aria-label={t`Loading the page`}>
      <Skeleton height="3.5rem" width="60%" />
      <Skeleton height="14rem" />
      <Skeleton width="80%" />
      <Skeleton width="65%" />
    </div>
  );
}
