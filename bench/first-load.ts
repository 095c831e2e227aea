import { get as httpGet } from "node:http";

/** Kilobytes of JavaScript, compressed as they travel, that a page asks for before anything is clicked. */
export async function firstLoad(port: number, path: string, token: string | null): Promise<number> {
  const headers: Record<string, string> = token ? { cookie: `castellan-session=${token}` } : {};
  const page = await fetched(port, path, { ...headers, "accept-encoding": "identity" });
  if (page.status !== 200) throw new Error(`${path} answered ${page.status}`);
  const scripts = new Set(
    [...page.body.toString().matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)]
      .filter(([tag]) => !/nomodule/i.test(tag))
      .map(([, src]) => src!),
  );
  let bytes = 0;
  for (const src of scripts) {
    const script = await fetched(port, src, { "accept-encoding": "gzip" });
    bytes += script.body.length;
  }
  return bytes / 1_000;
}

function fetched(
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: Buffer }> {
  return new Promise((done, fail) => {
    httpGet({ host: "localhost", port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }),
      );
      response.on("error", fail);
    }).on("error", fail);
  });
}
