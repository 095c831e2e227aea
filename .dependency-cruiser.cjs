/**
 * The layers, from what has an address down to what everything stands on. Imports go downward only; types may be named
 * upwards, since nothing runs through them. A noun is any folder of lib/ that has no layer of its own; its shapes are
 * pure and may be used everywhere.
 */
const shapes =
  "^lib/(intl|accounts/(account|held-data)|api-keys/(api-key|networks)|closures/closure|policy/scopes|privacy/privacy|activity/event|ledger/ledger|gate/failure|sessions/(drawn|session)|staff/(staff|looks|installation)|support/(support|personal|review)|exports/export|traffic/(result|traffic)|processors/processor|shapes/[^/]+|locations/location|lists/(shapes|search-words)|webhooks/envelope|users/(user|directory-index))\\.ts$";
const layers = [
  [
    "what has an address, and what runs",
    "^(app/|lib/(processes|api|cli)/|lib/jobs/worker|lib/backups/(installation-engine|pgbackrest)\\.ts|lib/db/prepare\\.ts|lib/[^/]+/testing\\.ts)",
  ],
  ["what the eye sees", "^components/"],
  [
    "verbs and questions of the nouns",
    "^lib/((?!(gate|policy|activity|vault|mail|jobs|limits|lists|egress|db)/)[^/]+/(?!rows|card|token|origin|believe-key|prove-again|note-use|outbox|testing)|activity/list-|gate/page)",
  ],
  ["the gate", "^lib/gate/"],
  ["what is remembered", "^lib/(activity/|webhooks/outbox)"],
  ["letters, background work, limits", "^lib/(mail|jobs|limits|lists|egress)/"],
  ["rows of the nouns", "^lib/[^/]+/(rows|card|token|origin|believe-key|note-use)\\.ts$"],
  ["who may", "^lib/policy/"],
  ["encryption", "^lib/vault/"],
  ["the database", "^lib/db/"],
];
const above = (index) => layers.slice(0, index).map(([, path]) => path);

module.exports = {
  forbidden: [
    ...layers.slice(1).map(([name, path], index) => ({
      name: `downward only, from ${name}`,
      severity: "error",
      from: { path, pathNot: [shapes, ...above(index + 1), "\\.test\\.tsx?$"] },
      to: { path: above(index + 1), pathNot: shapes },
    })),
    {
      name: "shapes stand alone",
      severity: "error",
      from: { path: shapes },
      to: { path: "^(app|components|lib)/", pathNot: shapes },
    },
    {
      name: "env, clock and log import nothing of ours",
      severity: "error",
      from: { path: "^lib/(env|clock|log)\\.ts$" },
      to: { path: "^(app|components|lib)/" },
    },
    {
      name: "only lib touches the database",
      severity: "error",
      from: { path: "^(app|components)/" },
      to: { path: ["^lib/db/", "node_modules/(pg|drizzle-orm)/"] },
    },
    {
      name: "nothing imports from app",
      severity: "error",
      from: { pathNot: "^app/" },
      to: { path: "^app/" },
    },
    {
      name: "no circles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    { name: "everything is found", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
