import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { useLocation } from "wouter";
import { Button, IconButton } from "./button.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { placeBeside } from "./place-beside.ts";
import "./menu.css";

/** `narrow`: only where the screen has no room for it outside of the menu. */
export type MenuItem = { label: ReactNode; icon?: IconName; danger?: boolean; checked?: boolean; disabled?: boolean; narrow?: boolean } & (
  | { onSelect: () => void }
  | { href: string }
);
/** `null` draws a line between two groups. */
type MenuProps = { label: string; items: (MenuItem | null)[]; icon?: IconName; face?: ReactNode };

/** A dropdown menu. The trigger is a three-dot button unless `face` is given. Arrow keys, Home, End, Esc. */
export function Menu({ label, items, icon = "dots", face }: MenuProps) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const opening = (open: boolean) => {
    if (!open) return;
    placeBeside(list.current!, trigger.current!);
    itemsOf(list.current!)[0]?.focus();
  };
  const wiring = { ref: trigger, popoverTarget: id, "aria-haspopup": "menu" as const };

  return (
    <>
      {face ? (
        <Button look="plain" className="menu-face" aria-label={label} {...wiring}>
          {face}
        </Button>
      ) : (
        <IconButton icon={icon} label={label} {...wiring} />
      )}
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className="menu"
        onToggle={(event) => opening(event.newState === "open")}
        onKeyDown={moveFocus}
        onClick={() => list.current?.hidePopover()}
      >
        {items.map((item, index) => (item ? <Item key={index} item={item} /> : <hr key={index} />))}
      </div>
    </>
  );
}

function Item({ item }: { item: MenuItem }) {
  const [, go] = useLocation();
  const select = "href" in item ? () => go(item.href) : item.onSelect;
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return (
    <button
      type="button"
      role={role}
      tabIndex={-1}
      className={`menu-item ${item.danger ? "menu-item-danger" : ""} ${item.narrow ? "menu-item-narrow" : ""}`}
      disabled={item.disabled}
      aria-checked={item.checked}
      onClick={select}
    >
      {item.icon && <Icon name={item.icon} />}
      <span>{item.label}</span>
      {item.checked && <Icon name="check" />}
    </button>
  );
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
  const items = itemsOf(event.currentTarget);
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Tab") event.currentTarget.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}

function itemsOf(list: HTMLElement) {
  return [...list.querySelectorAll<HTMLButtonElement>(".menu-item:not(:disabled)")].filter((item) => item.getClientRects().length > 0);
}
