import type { ComponentProps } from "react";
import { useFieldWiring } from "./field.tsx";
import { Icon, type IconName } from "./icons.tsx";
import "./input.css";

/** One line of text, or any native input that looks like one: date, time, email, number. Typed text has its own direction. */
export function TextInput({ icon, ...rest }: { icon?: IconName } & ComponentProps<"input">) {
  const input = <input type="text" dir="auto" {...useFieldWiring()} {...rest} className={`input ${rest.className ?? ""}`} />;
  if (!icon) return input;
  return (
    <span className="input-with-icon">
      <Icon name={icon} />
      {input}
    </span>
  );
}

/** Grows with its text, up to half of the screen. */
export function TextArea(props: ComponentProps<"textarea">) {
  return <textarea rows={3} dir="auto" {...useFieldWiring()} {...props} className={`input input-area ${props.className ?? ""}`} />;
}

/** The native select, which works best on phones. Options are children. */
export function Select(props: ComponentProps<"select">) {
  return (
    <span className="select">
      <select {...useFieldWiring()} {...props} className={`input ${props.className ?? ""}`} />
      <Icon name="chevron-down" />
    </span>
  );
}
