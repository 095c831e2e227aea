import { TextArea, TextField } from "@/components/ui/field";

type Props = {
  errors: Record<string, string>;
  /** who reads the reason, as a sentence */
  readers: string;
};

/** Why access is wanted, and the ticket it belongs to. */
export function WhyFields({ errors, readers }: Props) {
  return (
    <>
      <TextArea
        label="What for?"
        name="reason"
        maxLength={500}
        help={readers}
        error={errors.reason}
        required
      />
      <TextField
        label="Ticket"
        name="ticket"
        maxLength={60}
        autoComplete="off"
        error={errors.ticket}
        optional
      />
    </>
  );
}

export const whyFrom = (form: FormData) => ({
  reason: form.get("reason"),
  ticket: form.get("ticket"),
});
