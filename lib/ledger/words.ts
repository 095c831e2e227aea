/** "once", "14 times". */
export const times = (count: number): string =>
  count === 1 ? "once" : `${count.toLocaleString("en")} times`;

export const plural = (count: number, one: string, many: string): string =>
  count === 1 ? `one ${one}` : `${count.toLocaleString("en")} ${many}`;

/** A day as sentences tell it, the same for every reader. */
export const dayInWords = (at: Date): string =>
  at.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
