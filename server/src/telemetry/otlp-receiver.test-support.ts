import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterFile } from "../testing/after-file.ts";

/** A span as OTLP has it in JSON. */
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Record<string, string | number>;
  links: { traceId: string; spanId: string }[];
  /** 2: an error. */
  status: { code?: number };
}

type Value = { stringValue: string } | { intValue: number | string } | { doubleValue: number };
interface Encoded {
  key: string;
  value: Value;
}
interface Exported {
  resourceSpans: {
    resource: { attributes: Encoded[] };
    scopeSpans: { spans: (Omit<Span, "attributes" | "links"> & { attributes?: Encoded[]; links?: Span["links"] })[] }[];
  }[];
}

export interface OtlpReceiver {
  endpoint: string;
  spans: Span[];
  /** Of what sent them. */
  resource: Span["attributes"];
  /** What was sent, as it came. */
  bodies: string[];
  headers: IncomingHttpHeaders[];
  /** Answers with this status from now on. */
  answerWith(status: number): void;
}

/** Takes OTLP over HTTP in JSON, as a collector does. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const receiver = {
    spans: [] as Span[],
    resource: {} as Span["attributes"],
    bodies: [] as string[],
    headers: [] as IncomingHttpHeaders[],
  };
  let status = 200;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      receiver.headers.push(request.headers);
      if (request.url === "/v1/traces" && status === 200) take(body);
      response.writeHead(request.url === "/v1/traces" ? status : 404, { "content-type": "application/json" }).end("{}");
    });
  });
  function take(body: string) {
    receiver.bodies.push(body);
    for (const { resource, scopeSpans } of (JSON.parse(body) as Exported).resourceSpans) {
      receiver.resource = decoded(resource.attributes);
      const spans = scopeSpans.flatMap((scope) => scope.spans);
      receiver.spans.push(...spans.map((span) => ({ ...span, attributes: decoded(span.attributes ?? []), links: span.links ?? [] })));
    }
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterFile(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(receiver, { endpoint, answerWith: (next: number) => void (status = next) });
}

const decoded = (attributes: Encoded[]) =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, "stringValue" in value ? value.stringValue : Number(Object.values(value as object)[0])]),
  );
