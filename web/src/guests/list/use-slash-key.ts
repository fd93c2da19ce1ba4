import { useRef } from "react";
import { useLoneKey } from "./use-lone-key.ts";

/** "/" goes to the search field. */
export function useSlashKey() {
  const field = useRef<HTMLInputElement>(null);
  useLoneKey("/", (event) => {
    event.preventDefault();
    field.current?.focus();
  });
  return field;
}
