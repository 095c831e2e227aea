import pg from "pg";

import { keepLeaving } from "@/lib/purge/keep-leaving";

// The part of the worker that purges, for tests that kill it.
const owner = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 });
process.send!({ ready: true });
await keepLeaving(owner);
process.send!({ done: true });
await owner.end();
process.exit(0);
