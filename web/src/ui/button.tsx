import type { ComponentProps, ReactNode } from "react";
import { Link } from "wouter";
import { Icon, type IconName } from "./icons.tsx";
import { Spinner } from "./spinner.tsx";
import "./button.css";

type Look = { look?: "primary" | "quiet" | "plain" | "danger"; size?: "md" | "sm" | "lg"; icon?: IconName | undefined; wide?: boolean };
type ButtonProps = Look & { pending?: boolean } & ComponentProps<"button">;

/** While pending it keeps its size, text and focus, and ignores clicks. */
export function Button({ look, size, icon, wide, pending = false, children, onClick, type = "button", ...rest }: ButtonProps) {
  const ignore = (event: { preventDefault(): void }) => event.preventDefault();
  return (
    <button
      {...rest}
      type={type}
      className={classes({ look, size, wide }, rest.className)}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? ignore : onClick}
    >
      <Inside icon={icon} pending={pending}>
        {children}
      </Inside>
    </button>
  );
}

/** A link that looks like a button, for navigation. Downloads and other sites leave the app. */
export function LinkButton({
  href,
  look,
  size,
  icon,
  wide,
  children,
  ...rest
}: Look & { href: string } & Omit<ComponentProps<"a">, "href">) {
  const leavesApp = rest.download !== undefined || rest.target !== undefined || !href.startsWith("/") || href.startsWith("/api/");
  const Anchor = leavesApp ? "a" : Link;
  return (
    <Anchor {...rest} href={href} className={classes({ look, size, wide }, rest.className)}>
      <Inside icon={icon}>{children}</Inside>
    </Anchor>
  );
}

/** A button with only an icon: `label` is its accessible name and tooltip. */
export function IconButton({ icon, label, ...rest }: { icon: IconName; label: string } & Omit<ComponentProps<"button">, "children">) {
  return (
    <button type="button" title={label} aria-label={label} {...rest} className={`icon-button ${rest.className ?? ""}`}>
      <Icon name={icon} />
    </button>
  );
}

function Inside({ icon, pending = false, children }: { icon?: IconName | undefined; pending?: boolean; children: ReactNode }) {
  return (
    <>
      {pending ? <Spinner /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </>
  );
}

function classes(
  { look = "quiet", size = "md", wide = false }: { look?: Look["look"]; size?: Look["size"]; wide?: boolean | undefined },
  more = "",
) {
  return `button button-${look} button-${size} ${wide ? "button-wide" : ""} ${more}`.trim();
}
