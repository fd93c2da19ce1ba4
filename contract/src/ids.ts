import { z } from "zod";

export const EventId = z.uuid();
export const GuestId = z.uuid();
export const UserId = z.uuid();
export const MessageId = z.uuid();
export const PhotoId = z.uuid();

/** Made by the client, once per intent: the same command sent again has one effect and one answer (L16). */
export const CommandId = z.uuid();
