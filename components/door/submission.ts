import type { Refusal } from "@/lib/gate/failure";

/** What a form that also works without JavaScript remembers between two submissions. */
export type Submission = { refusal: Refusal | null; email: string; done?: boolean };

export type Submit = (before: Submission, form: FormData) => Promise<Submission>;
