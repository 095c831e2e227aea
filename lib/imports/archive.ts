import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";

import yauzl, { type Entry, type ZipFile } from "yauzl";
import type { z } from "zod";

import { FORMAT, FORMAT_VERSION, Manifest } from "@/lib/exports/format";
import { refusal, refuse } from "./refuse";

/** Nothing of an archive is ever written to the disk, and no more is read of it than this. */
const MOST_ON_DISK = 8 * 2 ** 30;
const MOST_OPENED = 64 * 2 ** 30;
const MOST_FILES = 100;
const MOST_IN_MANIFEST = 2 ** 20;
const LONGEST_LINE = 2 ** 20;
/** Text packs to a tenth or a twentieth; what packs better than this was made to hurt. */
const MOST_PACKED = 500;

const names = /^(README\.txt|[a-z-]+\.(jsonl|csv))$/;

export type Archive = {
  manifest: Manifest;
  /** the rows of a list, held against its shape, its count and its hash as they come */
  rows<Shape extends z.ZodType>(
    list: string,
    shape: Shape,
  ): AsyncGenerator<{ row: z.output<Shape>; line: number }>;
  /** reads every file once, and refuses the archive where one is not as the manifest says */
  readAll(): Promise<void>;
  close(): void;
};

/**
 * Opens a take-out archive, believing nothing of it: the names in it, the sizes, the hashes and the counts are all looked at.
 *
 * @throws Failure `archive_refused`, saying what is wrong
 */
export async function openArchive(path: string): Promise<Archive> {
  const found = await stat(path).catch(() => refuse(`There is no file ${path}.`));
  if (!found.isFile()) refuse(`${path} is no file.`);
  if (found.size > MOST_ON_DISK) refuse("The archive is larger than 8 GB.");
  const zip = await yauzl
    .openPromise(path, { strictFileNames: true, autoClose: false })
    .catch(() => refuse("This is no zip archive, or it was cut short."));
  try {
    const entries = await entriesOf(zip);
    const manifest = await manifestIn(zip, entries);
    insistOnFiles(manifest, entries);
    const file = (name: string) => manifest.files.find((one) => one.name === name)!;
    const read = (name: string) => checked(zip, entries.get(name)!, file(name));
    return {
      manifest,
      async *rows(list, shape) {
        const name = `${list}.jsonl`;
        if (!entries.has(name)) refuse(`The archive has no ${name}.`);
        let line = 0;
        for await (const text of linesOf(read(name), name)) {
          line += 1;
          yield { row: parsed(text, shape, `${name}, line ${line}`), line };
        }
        if (line !== file(name).rows)
          refuse(`${name} has ${line} rows, and the manifest says ${file(name).rows}.`);
      },
      async readAll() {
        for (const { name, rows } of manifest.files) {
          let lines = 0;
          for await (const chunk of read(name))
            for (const byte of chunk) if (byte === 10) lines += 1;
          if (name.endsWith(".jsonl") && lines !== rows)
            refuse(`${name} has ${lines} rows, and the manifest says ${rows}.`);
        }
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** What is in the zip by its own directory, by name. */
async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) refuse(`The archive has ${entry.fileName} twice.`);
      if (entries.size === MOST_FILES) refuse(`The archive has more than ${MOST_FILES} files.`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw expected(error, "The directory of the archive");
  }
  return entries;
}

async function manifestIn(zip: ZipFile, entries: Map<string, Entry>): Promise<Manifest> {
  const entry = entries.get("manifest.json");
  if (!entry) refuse("This is no take-out archive of Castellan: it has no manifest.json.");
  if (entry.uncompressedSize > MOST_IN_MANIFEST) refuse("The manifest is too large to be one.");
  const chunks: Buffer[] = [];
  for await (const chunk of opened(zip, entry, MOST_IN_MANIFEST)) chunks.push(chunk);
  let told: unknown;
  try {
    told = JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    refuse("The manifest cannot be read.");
  }
  const { format, version } = (told ?? {}) as { format?: unknown; version?: unknown };
  if (format !== FORMAT) refuse("This is no take-out archive of Castellan.");
  if (typeof version !== "number" || version > FORMAT_VERSION)
    refuse(
      `The archive is of format ${String(version)}, and this Castellan reads up to ${FORMAT_VERSION}: import it with a newer one.`,
    );
  const manifest = Manifest.safeParse(told);
  if (!manifest.success) refuse("The manifest is not as it should be.");
  return manifest.data;
}

/** The files are those of the manifest, no more and no fewer, with names and sizes that can be. */
function insistOnFiles({ kind, files }: Manifest, entries: Map<string, Entry>): void {
  if (kind !== "account")
    refuse(
      "This is a person's copy of their data. Only the take-out archive of an account can be imported.",
    );
  const listed = new Set(files.map(({ name }) => name));
  if (listed.size !== files.length) refuse("The manifest lists a file twice.");
  for (const name of entries.keys())
    if (name !== "manifest.json" && !listed.has(name))
      refuse(`The archive has a file its manifest does not list: ${JSON.stringify(name)}.`);
  let all = 0;
  for (const { name, bytes } of files) {
    const entry = entries.get(name);
    if (!names.test(name))
      refuse(`The archive has a file of an odd name: ${JSON.stringify(name)}.`);
    if (!entry) refuse(`The archive lacks ${name}.`);
    if (entry.uncompressedSize !== bytes)
      refuse(`${name} has another size than the manifest says.`);
    if (bytes > MOST_PACKED * Math.max(entry.compressedSize, 1_000))
      refuse(`${name} is packed so tightly that it was made to hurt.`);
    all += bytes;
  }
  if (all > MOST_OPENED) refuse("The archive is larger than 64 GB when it is opened.");
}

/** A file as it comes out, never more of it than it may have. */
async function* opened(zip: ZipFile, entry: Entry, most: number): AsyncGenerator<Buffer> {
  let stream: Readable | undefined;
  let bytes = 0;
  try {
    stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most) refuse(`${entry.fileName} is larger than it says.`);
      yield chunk;
    }
  } catch (error) {
    throw expected(error, entry.fileName);
  } finally {
    stream?.destroy();
  }
}

/** The same, held against the manifest's hash once it has ended. */
async function* checked(
  zip: ZipFile,
  entry: Entry,
  { name, bytes, sha256 }: Manifest["files"][number],
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of opened(zip, entry, bytes)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") !== sha256) refuse(`${name} was changed: its SHA-256 is another.`);
}

async function* linesOf(chunks: AsyncGenerator<Buffer>, name: string): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    let begin = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, begin)) {
      yield rest.subarray(begin, end).toString();
      begin = end + 1;
    }
    rest = rest.subarray(begin);
    if (rest.length > LONGEST_LINE) refuse(`${name} has a line that is too long.`);
  }
  if (rest.length) refuse(`${name} ends in the middle of a line.`);
}

function parsed<Shape extends z.ZodType>(
  text: string,
  shape: Shape,
  where: string,
): z.output<Shape> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    refuse(`${where}: this is no JSON.`);
  }
  const result = shape.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return refuse(`${where}: ${issue!.path.join(".")}: ${issue!.message}`);
}

/** What the library says of a broken or hostile zip, as a refusal. */
function expected(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || error.name === "Failure" || "extra" in error) return error;
  const hostile = /relative path|absolute path|invalid characters/i.test(error.message);
  return Object.assign(
    hostile
      ? refusal(`The archive names a file outside of itself.`)
      : refusal(`${what} is damaged: ${error.message}.`),
    { cause: error },
  );
}
