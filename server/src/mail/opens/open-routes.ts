import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { AnySecrets } from "../../secrets.ts";
import { mailOfImage, OPEN_IMAGE, OPEN_IMAGE_PATH } from "./open-image.ts";
import type { OpenRecorder } from "./record-opens.ts";

const schema = { params: z.object({ name: z.string().max(80) }) };

/** Sends the same pixel for every name, and waits for no database: whoever asks learns nothing of an email by it. */
export function openRoutes(server: FastifyInstance, { secret, recorder }: { secret: AnySecrets; recorder: OpenRecorder }) {
  server.addHook("onClose", () => recorder.flush());
  server
    .withTypeProvider<ZodTypeProvider>()
    .get(OPEN_IMAGE_PATH, { schema, config: { authz: "anyone", limit: "read" } }, async (request, reply) => {
      const mailId = mailOfImage(secret, request.params.name);
      // Programs that check links ask for the headers alone, and show nothing to anybody.
      if (mailId !== null && request.method === "GET") recorder.note(mailId);
      return (
        reply
          .type("image/gif")
          // Once is all that is recorded, so that later looks at the email need not be told to us.
          .header("cache-control", "private, max-age=31536000, immutable")
          .header("content-security-policy", "sandbox; default-src 'none'")
          .header("cross-origin-resource-policy", "cross-origin")
          .send(OPEN_IMAGE)
      );
    });
}
