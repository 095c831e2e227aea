import { createHash } from "node:crypto";

import yauzl from "yauzl";

import { Manifest } from "./format";

/** The files of an archive, by name, each held against its hash in the manifest. */
export async function unpack(archive: Buffer): Promise<{
  manifest: Manifest;
  files: Map<string, Buffer>;
}> {
  const zip = await yauzl.fromBufferPromise(archive);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const stream = await zip.openReadStreamPromise(entry);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    files.set(entry.fileName, Buffer.concat(chunks));
  }
  const manifest = Manifest.parse(JSON.parse(files.get("manifest.json")!.toString()));
  for (const { name, bytes, sha256 } of manifest.files) {
    const content = files.get(name)!;
    if (content.length !== bytes || createHash("sha256").update(content).digest("hex") !== sha256)
      throw new Error(`${name} is not as its manifest says`);
  }
  return { manifest, files };
}

/** The rows of a list in an archive. */
export const rowsIn = (files: Map<string, Buffer>, list: string): Record<string, unknown>[] =>
  files
    .get(`${list}.jsonl`)!
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
