import type { Body, Context, Details, Entry, Tally, ViewerClass } from "./entry.ts";

export const readsNames = (viewer: ViewerClass, { guestListFor }: Pick<Context, "guestListFor">): boolean =>
  viewer === "host" || guestListFor === "everyone" || (guestListFor === "guests" && viewer === "guest");

export const readsChat = (viewer: ViewerClass, { chat }: Pick<Context, "chat">): boolean =>
  viewer === "host" || (viewer === "guest" && chat !== "closed");

export const isListed = (standing: string): boolean => standing === "going" || standing === "maybe";

export const byHosts = (viewer: ViewerClass, _isOwn: boolean, { body }: Entry): Body | null => (viewer === "host" ? body : null);

export const byAll = (viewer: ViewerClass, _isOwn: boolean, { body }: Entry): Body =>
  body.details ? { ...body, details: detailsFor(viewer, body.details) } : body;

/** The link of an online event admits to the room: nothing for the public. */
export function detailsFor(viewer: ViewerClass, details: Details): Details {
  const hidden = viewer === "public" && details.place.kind === "online";
  return hidden ? { ...details, place: { ...details.place, url: null } } : details;
}

/** Who has come is told to hosts alone. */
export function tallyFor(viewer: ViewerClass, tally: Tally): Tally {
  const { arrived: _, ...others } = tally;
  return viewer === "host" ? tally : { ...others, declined: null, silent: null };
}
