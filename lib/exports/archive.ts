import { createHash } from "node:crypto";
import { Readable } from "node:stream";

import { ZipFile } from "yazl";

import { csvHead, csvRows } from "@/lib/csv";
import { FORMAT, FORMAT_VERSION, type Manifest } from "./format";
import type { Section, Source } from "./sections/section";

type Contents<Whose> = {
  about: Pick<Manifest, "archive" | "kind" | "installation" | "madeAt">;
  readme: string;
  sections: readonly Section<Whose>[];
  source: Source<Whose>;
  /** told how many percent are written; what it throws ends the archive */
  progress: (percent: number) => Promise<void>;
};

/** A piece of a file, and how many rows are in it. */
type Piece = { text: string; rows: number };

/**
 * An archive as a stream: each section as JSON Lines and as CSV, and last a manifest with counts and hashes. A page of rows
 * is all that is ever in memory.
 *
 * @returns the stream, and how many rows went into it once it has ended
 */
export async function archiveOf<Whose>({
  about,
  readme,
  sections,
  source,
  progress,
}: Contents<Whose>): Promise<{ archive: Readable; rows: () => number }> {
  let expected = 0;
  for (const section of sections) expected += 2 * (await section.count(source));
  let written = 0;
  const files: Manifest["files"] = [];
  const zip = new ZipFile();
  const archive = zip.outputStream as Readable;
  zip.on("error", (error) => archive.destroy(error as Error));

  /** Adds a file that is made when its turn has come. */
  const add = (name: string, rows: number | null, pieces: () => AsyncGenerator<Piece>) =>
    zip.addReadStreamLazy(name, { mtime: new Date(about.madeAt), mode: 0o100600 }, (ready) => {
      const made = Readable.from(noted({ name, rows, bytes: 0, sha256: "" }, pieces()), {
        objectMode: false,
      });
      made.once("error", (error) => zip.emit("error", error));
      ready(null, made);
    });

  /** Hands a file on and notes what is in it. */
  async function* noted(file: Manifest["files"][number], pieces: AsyncGenerator<Piece>) {
    const hash = createHash("sha256");
    for await (const { text, rows } of pieces) {
      const bytes = Buffer.from(text);
      hash.update(bytes);
      file.bytes += bytes.length;
      if (bytes.length) yield bytes;
      if (file.rows === null) continue;
      file.rows += rows;
      written += rows;
      await progress(Math.min(99, Math.floor((100 * written) / Math.max(1, expected))));
    }
    files.push({ ...file, sha256: hash.digest("hex") });
  }

  add("README.txt", null, () => whole(readme));
  for (const section of sections) {
    add(`${section.name}.jsonl`, 0, () => asLines(section.read(source)));
    add(`${section.name}.csv`, 0, () => asTable(section, section.read(source)));
  }
  add("manifest.json", null, () =>
    whole(
      `${JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, ...about, files }, null, 2)}\n`,
    ),
  );
  zip.end();
  return { archive, rows: () => written / 2 };
}

async function* whole(text: string): AsyncGenerator<Piece> {
  yield { text, rows: 0 };
}

async function* asLines(pages: AsyncGenerator<object[]>): AsyncGenerator<Piece> {
  for await (const page of pages)
    yield { text: page.map((row) => `${JSON.stringify(row)}\n`).join(""), rows: page.length };
}

/** A table for people; lists and objects in it are JSON. */
async function* asTable<Whose>(
  { shape }: Section<Whose>,
  pages: AsyncGenerator<object[]>,
): AsyncGenerator<Piece> {
  const columns = Object.keys(shape.shape);
  yield { text: csvHead(columns), rows: 0 };
  for await (const page of pages) {
    yield { text: csvRows(columns, page), rows: page.length };
  }
}
