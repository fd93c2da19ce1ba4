import "./spinner.css";

/** Has no text alternative: the waiting element has `aria-busy` or text. */
export function Spinner({ size = 20 }: { size?: number }) {
  return <span className="spinner" style={{ width: size, height: size }} aria-hidden="true" />;
}
