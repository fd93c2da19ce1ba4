/** The event that the request was about. */
const eventId = "$request.path.eventId";

/** Where the ids stand of what an operation has made or changed. Every other operation whose path names just these can follow it. */
export const documentedLinks: Record<string, Record<string, string>> = {
  createEvent: { eventId: "$request.body#/eventId" },
  publishEvent: { eventId },
  cancelEvent: { eventId },
  addGuest: { eventId, guestId: "$request.body#/guestId" },
  removeGuest: { eventId, guestId: "$request.path.guestId" },
  postMessage: { eventId, messageId: "$request.body#/commandId" },
  deleteMessage: { eventId, messageId: "$request.path.messageId" },
  addPhoto: { eventId, photoId: "$request.query.commandId" },
  removePhoto: { eventId, photoId: "$request.path.photoId" },
  inviteHost: { eventId, id: "$response.body#/id" },
  uploadImage: { imageId: "$response.body#/imageId" },
};
