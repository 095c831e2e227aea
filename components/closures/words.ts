/** Why something has to be kept. */
export const holdWords = {
  legal: "for legal reasons",
  evidence: "to keep evidence",
} as const;
