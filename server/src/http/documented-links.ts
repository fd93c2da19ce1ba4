/** The event that the request was about. */
const eventId = "$request.path.eventId";

/** What can be done next with what an operation has made, and where its id stands. */
export const documentedLinks: Record<string, { with: Record<string, string>; next: string[] }> = {
  createEvent: {
    with: { eventId: "$request.body#/eventId" },
    next: [
      "getEvent",
      "editEvent",
      "publishEvent",
      "cancelEvent",
      "duplicateEvent",
      "inviteGuests",
      "addGuest",
      "postMessage",
      "inviteHost",
    ],
  },
  publishEvent: { with: { eventId }, next: ["getEvent", "editEvent", "cancelEvent", "getShareLink", "answerInvitation", "postMessage"] },
  cancelEvent: { with: { eventId }, next: ["getEvent", "editEvent", "postMessage"] },
  addGuest: {
    with: { eventId, guestId: "$request.body#/guestId" },
    next: ["editGuest", "answerForGuest", "getGuestHistory", "makePersonalLink", "removeGuest"],
  },
  removeGuest: { with: { eventId, guestId: "$request.path.guestId" }, next: ["editGuest", "readmitGuest"] },
  postMessage: {
    with: { eventId, messageId: "$request.body#/commandId" },
    next: ["editMessage", "pinMessage", "unpinMessage", "deleteMessage"],
  },
  deleteMessage: { with: { eventId, messageId: "$request.path.messageId" }, next: ["editMessage", "pinMessage"] },
  inviteHost: { with: { eventId, id: "$response.body#/id" }, next: ["revokeHostInvitation"] },
  uploadImage: { with: { imageId: "$response.body#/imageId" }, next: ["getImage", "getUploadedCover"] },
};
