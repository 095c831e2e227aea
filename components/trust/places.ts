/** The places of the Trust area, each with the question whoever sees it may ask. */
const places: { href: string; name: string; verb: string }[] = [
  { href: "/trust/ledger", name: "Ledger", verb: "ledger.list" },
  { href: "/trust/support", name: "Support access", verb: "support.list" },
  { href: "/trust/requests", name: "Requests", verb: "privacy.list_requests" },
];

/** Those the reader may see. */
export const trustPlaces = ({ may }: { may: string[] }) =>
  places.filter(({ verb }) => may.includes(verb)).map(({ href, name }) => ({ href, name }));
