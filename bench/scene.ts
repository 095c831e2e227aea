import type pg from "pg";

import type { Installation, Served } from "./installation";
import type { Loader } from "./loader";
import type { Subject } from "./measure";
import type { Filled } from "./seed";
import type { Sizes } from "./sizes";

/** Everything a measurement may use. */
export type Scene = {
  sizes: Sizes;
  /** a built copy of the project */
  project: string;
  installation: Installation;
  owner: pg.Client;
  small: Filled;
  large: Filled;
  loader: Loader;
  server: Served;
  empty: Served;
  byHand: Served;
};

/** The product, asked in turn with these requests. */
export const product = ({ server, installation }: Scene, ...requests: string[]): Subject => ({
  ...server,
  database: installation.database,
  requests,
});

export const byHand = (
  { byHand: served, installation }: Scene,
  ...requests: string[]
): Subject => ({
  ...served,
  database: installation.database,
  requests,
});

export const emptyHandler = ({ empty }: Scene): Subject => ({
  ...empty,
  database: null,
  requests: ["GET /api/empty HTTP/1.1\r\nhost: localhost\r\n\r\n"],
});
