type Known = { may: string[] };

/** The places of the Developers area, each with the question whoever sees it may ask; the reference is everyone's. */
const places: { href: string; name: string; verb?: string }[] = [
  { href: "/developers", name: "Overview", verb: "traffic.overview" },
  { href: "/developers/requests", name: "Requests", verb: "traffic.list" },
  { href: "/developers/keys", name: "Keys", verb: "api_key.list" },
  { href: "/developers/webhooks", name: "Webhooks", verb: "webhook.list" },
  { href: "/developers/api", name: "Reference" },
];

/** Those the reader may see. */
export const developerPlaces = ({ may }: Known) =>
  places
    .filter(({ verb }) => !verb || may.includes(verb))
    .map(({ href, name }) => ({ href, name }));
