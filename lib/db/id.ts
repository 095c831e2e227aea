import { v7 } from "uuid";

/** A new id: unique everywhere, and sorted by when it was made. */
export const newId = (): string => v7();
