import type { PhotoFormat } from "@turnout/contract/photos";

export const photoAddress = (eventId: string, photoId: string, format: PhotoFormat) =>
  `/api/events/${eventId}/photos/${photoId}?format=${format}`;
