import bcrypt from "bcrypt";

import { dummyHash } from "@/lib/passwords/hash";

// Compares so many passwords, so many at once, and nothing else; prints how many a second.
const [, , count = "1", atOnce = "1"] = process.argv;
let left = Number(count);
const begun = performance.now();
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    while (left-- > 0) await bcrypt.compare("a password that is not the one", dummyHash);
  }),
);
console.log(Number(count) / ((performance.now() - begun) / 1_000));
