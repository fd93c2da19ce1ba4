import { useState } from "react";

const keyOf = (eventId: string) => `gate ${eventId}`;

/** The name of the gate that this device stands at; empty: none. It stays with the browser. */
export function useGate(eventId: string): [gate: string, setGate: (gate: string) => void] {
  const [gate, setGate] = useState(() => {
    try {
      return localStorage.getItem(keyOf(eventId)) ?? "";
    } catch {
      return "";
    }
  });
  function keep(next: string) {
    setGate(next);
    try {
      localStorage.setItem(keyOf(eventId), next);
    } catch {
      // Without storage it holds as long as the page.
    }
  }
  return [gate, keep];
}
