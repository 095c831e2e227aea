/** The places of the Trust area, each with the question whoever sees it may ask. */
const places: { href: string; name: string; verb: string }[] = [
  { href: "/trust/ledger", name: "Ledger", verb: "ledger.list" },
  { href: "/trust/support", name: "Support access", verb: "support.list" },
  { href: "/trust/requests", name: "Requests", verb: "privacy.list_requests" },
  { href: "/trust/changes", name: "Changes", verb: "processor.list_notices" },
];

/** Those the reader may see, with how many requests wait for an answer. */
export const trustPlaces = ({ may }: { may: string[] }, waiting: number) =>
  places
    .filter(({ verb }) => may.includes(verb))
    .map(({ href, name, verb }) => ({
      href,
      name: verb === "privacy.list_requests" && waiting ? `${name} (${waiting})` : name,
    }));
