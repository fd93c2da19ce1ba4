import "./spinner.css";

/** Says nothing by itself: the thing that waits carries `aria-busy` or words. */
export function Spinner({ size = 20 }: { size?: number }) {
  return <span className="spinner" style={{ width: size, height: size }} aria-hidden="true" />;
}
