import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/** From now on, programs that this process starts ask this machine alone: whom else they want to ask is noted, and not reached. */
export async function watchOutside(): Promise<{ close(): string[] }> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      asked.push(data.toString().split("\r\n")[0]!);
      socket.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const before = { ...process.env };
  Object.assign(process.env, { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: "localhost,127.0.0.1" });
  return {
    close() {
      for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"]) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      server.close();
      return asked;
    },
  };
}
