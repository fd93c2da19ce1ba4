import { randomUUID } from "node:crypto";
import { Socket } from "node:net";
import { mark } from "./words.ts";

export interface Poster {
  post(due: number): void;
  counted(): { done: number; failed: number; waiting: number };
  close(): void;
}

interface Lane {
  socket: Socket;
  cookie: string;
  busy: boolean;
  text: string;
}

/** Posts messages over HTTP as browsers do, one at a time on each of some kept connections; what finds none free waits. */
export function openPoster(options: { port: number; path: string; headers: string; cookies: string[]; lanes: number }): Poster {
  const queue: number[] = [];
  let done = 0;
  let failed = 0;
  const lanes = Array.from({ length: options.lanes }, (_, index) => openLane(options.cookies[index % options.cookies.length]!));

  function openLane(cookie: string): Lane {
    const lane: Lane = { socket: new Socket(), cookie, busy: false, text: "" };
    lane.socket.setNoDelay(true).connect(options.port, "127.0.0.1");
    lane.socket.on("error", () => {});
    lane.socket.on("data", (data) => {
      lane.text += data.toString("latin1");
      if (!isWhole(lane.text)) return;
      if (lane.text.startsWith("HTTP/1.1 200")) done += 1;
      else if (++failed === 1) process.stderr.write(`a message was not taken: ${lane.text.slice(0, 600)}\n`);
      lane.text = "";
      lane.busy = false;
      const next = queue.shift();
      if (next !== undefined) send(lane, next);
    });
    return lane;
  }

  function send(lane: Lane, due: number) {
    lane.busy = true;
    const body = JSON.stringify({ commandId: randomUUID(), text: mark(due), replyTo: null });
    const head = `POST ${options.path} HTTP/1.1\r\n${options.headers}${lane.cookie}Content-Type: application/json\r\n`;
    lane.socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
  }

  let turn = 0;
  return {
    post(due) {
      for (let tried = 0; tried < lanes.length; tried++) {
        const lane = lanes[turn++ % lanes.length]!;
        if (!lane.busy) return send(lane, due);
      }
      queue.push(due);
    },
    counted: () => ({ done, failed, waiting: queue.length }),
    close: () => lanes.forEach(({ socket }) => socket.destroy()),
  };
}

/** Whether a response with a stated length is all there. */
function isWhole(text: string): boolean {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return false;
  const length = /content-length: (\d+)/i.exec(text.slice(0, head))?.[1];
  return text.length >= head + 4 + Number(length ?? 0);
}
