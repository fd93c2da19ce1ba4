import type { GuestOrder } from "@turnout/contract/guests";
import type { ListFilter } from "./tally-filters.tsx";

/** Most views that a browser keeps of an event's guest list, and characters of a view's name. */
export const MAX_VIEWS = 20;
export const MAX_VIEW_NAME = 40;

/** What a host looks for in the guest list. */
export interface ListView {
  search: string;
  chosen: ListFilter | null;
  tag: string | null;
  order: GuestOrder;
}
export interface KeptView extends ListView {
  name: string;
}

const keyOf = (eventId: string) => `turnout.views.${eventId}`;

/** The views that this browser keeps of an event's list, in order of their names; none where it keeps nothing. */
export function keptViews(eventId: string): KeptView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(eventId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(one: unknown): one is KeptView {
  return typeof one === "object" && one !== null && "name" in one && typeof one.name === "string" && "order" in one && "search" in one;
}

/** Keeps a view under its name, in the place of one that has it; the longest names and the twenty-first view are not kept. */
export function keepView(eventId: string, view: KeptView): KeptView[] {
  const others = keptViews(eventId).filter(({ name }) => name !== view.name);
  const views = [...others, view].toSorted((one, other) => one.name.localeCompare(other.name));
  const isRefused = view.name.length > MAX_VIEW_NAME || views.length > MAX_VIEWS;
  return isRefused ? keptViews(eventId) : store(eventId, views);
}

export function forgetView(eventId: string, name: string): KeptView[] {
  return store(
    eventId,
    keptViews(eventId).filter((one) => one.name !== name),
  );
}

function store(eventId: string, views: KeptView[]): KeptView[] {
  try {
    localStorage.setItem(keyOf(eventId), JSON.stringify(views));
  } catch {
    // Without storage they hold as long as the page.
  }
  return views;
}

export const isSameView = (one: ListView, other: ListView): boolean =>
  one.search === other.search && one.chosen === other.chosen && one.tag === other.tag && one.order === other.order;
