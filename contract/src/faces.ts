import { FACES_KEPT, type Face, type GuestCard } from "./guests.ts";

/**
 * The attendee preview after a guest's standing changed: the latest to answer going come first. Nobody moves up into a
 * free place, so that whoever follows the log and whoever loads the page see the same.
 */
export function facesAfter(faces: Face[], { guest, offList }: { guest: GuestCard | null; offList: string | null }): Face[] {
  const guestId = guest?.guestId ?? offList;
  const known = faces.find((face) => face.guestId === guestId);
  const name = guest?.standing === "going" ? guest.name : null;
  if (name === null) return known ? faces.filter((face) => face !== known) : faces;
  if (!known) return [{ guestId: guest!.guestId, name }, ...faces].slice(0, FACES_KEPT);
  return known.name === name ? faces : faces.map((face) => (face === known ? { ...face, name } : face));
}
