import { Link } from "wouter";
import "./brand.css";

/** The logo: three overlapping figures. */
export function BrandMark({ size = 32 }: { size?: number }) {
  return (
    <svg className="brand-mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path className="brand-one" d="M1 28a8.5 8.5 0 0 1 17 0zM9.5 10.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8" />
      <path className="brand-two" d="M14 28a8.5 8.5 0 0 1 17 0zM22.5 10.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8" />
      <path className="brand-three" d="M7 28a9 9 0 0 1 18 0zM16 3.500a5 5 0 1 0 0 10 5 5 0 0 0 0-10" />
    </svg>
  );
}

/** The brand, linked to the home page. */
export function Brand() {
  return (
    <Link href="/" className="brand">
      <BrandMark />
      <span>Turnout</span>
    </Link>
  );
}
