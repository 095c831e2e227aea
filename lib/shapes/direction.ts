const scripts = ["Hebrew", "Arabic", "Syriac", "Thaana", "Nko", "Adlam", "Samaritan", "Mandaic"]
  .map((script) => `\\p{Script=${script}}`)
  .join("");

/** What is written from right to left in a sentence that is not: from the first of its letters to the last. */
export const rightToLeft = `[${scripts}](?:[^\\p{L}]*[${scripts}\\p{M}])*`;

/** An English sentence as plain text: a name written from right to left does not turn the words around it (FSI, PDI). */
export const isolated = (sentence: string): string =>
  sentence.replaceAll(new RegExp(rightToLeft, "gu"), "\u2068$&\u2069");
