/** A day as a date field writes it, in the browser's zone. */
export function dayFrom(date: Date) {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function tomorrow() {
  const date = new Date();
  date.setDate(date.getDate() + 1);
  return date;
}

/** The instant at which the chosen day starts where the reader is; null when none was chosen. */
export function startOf(day: FormDataEntryValue | null): string | null {
  return typeof day === "string" && day ? new Date(`${day}T00:00`).toISOString() : null;
}

const two = (number: number) => String(number).padStart(2, "0");
