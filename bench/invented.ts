/** Invented people and moments, the same for the same number, so that several processes agree on them. */

const given =
  "Amara Björn Chloé Dmitri Elif Femi Giulia Hana Ikram Jörg Kaito Łucja Mateus Noor Óscar Priya Quỳnh Rūta Søren Tomás Uri Véra Wanjiru Ximena Yusuf Zoë Ольга 美咲 علي שרה".split(
    " ",
  );
const family =
  "Abe Bakker Çelik Díaz Evans Fischer García Haddad Ivanov Jansen Kovács Lindqvist Müller Nakamura Okafor Petrov Quispe Rossi Szabó Tanaka Ueda Vargas Weber Xu Yıldız Zhang Иванова 佐藤".split(
    " ",
  );
const titles = ["Engineer", "Designer", "Buyer", "Head of sales", "Accountant", "Researcher"];

export const nameOf = (index: number): string =>
  `${given[index % given.length]} ${family[Math.floor(index / given.length) % family.length]} ${index}`;

export const emailOf = (account: string, index: number): string =>
  `person.${index}@${account}.example.test`;

export const titleOf = (index: number): string => titles[index % titles.length]!;

/** An id that sorts by its number, as the product's own sort by their moment. */
export function idOf(kind: "user" | "person" | "event", account: string, index: number): string {
  const time = START.toString(16).padStart(12, "0");
  const tail = index.toString(16).padStart(10, "0");
  const who = account.charCodeAt(0).toString(16).padStart(2, "0");
  const what = { user: "8001", person: "8002", event: "8003" }[kind];
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-${what}-${who}${tail}`;
}

const DAY = 86_400_000;
/** Eleven months before this run began, told to every process that seeds. */
const START = Number(process.env.CASTELLAN_BENCH_START ?? Date.now() - 330 * DAY);
export const startOfTime = START;

/** The moment of an event, in milliseconds since 1970; `share` of the way between the beginning and this run. */
export const momentOf = (index: number, of: number): number =>
  Math.floor(START + (index / of) * 330 * DAY);
