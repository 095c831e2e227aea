/** Personal data nobody else has, and the look for it. Every canary holds the mark, whatever field it sits in. */
export const mark = "kanarie7f3a";
/** Addresses cannot hold letters; theirs is a network of its own. */
export const markedNetwork = "2001:db8:c0de:7f3a";

const marks = [mark, markedNetwork];

/** Finds canaries, and whatever else is named, in bytes: in any case, in UTF-8 and UTF-16. */
export function findCanaries(bytes: Buffer, more: readonly string[] = []): string[] {
  const text = bytes.toString("latin1").toLowerCase();
  return [
    ...[...marks, ...more].filter((needle) => text.includes(needle.toLowerCase())),
    ...marks
      .filter((needle) => text.includes([...needle].join("\0")))
      .map((one) => `${one} (UTF-16)`),
  ];
}

/** Finds them in text too where it holds bytes written as hex or base64. */
export function findEncodedCanaries(text: string, more: readonly string[] = []): string[] {
  const hex = text.matchAll(/(?:[0-9a-f]{2}){11,}/gi);
  const base64 = text.matchAll(/[\w+/-]{16,}={0,2}/g);
  return [
    ...findCanaries(Buffer.from(text), more),
    ...[...hex].flatMap(([one]) => findCanaries(Buffer.from(one, "hex"), more)),
    ...[...base64].flatMap(([one]) => findCanaries(Buffer.from(one, "base64"), more)),
  ];
}
