import { FieldError, SelectField, TextField } from "@/components/ui/field";
import { personalFields, type PersonalField } from "@/lib/support/personal";
import {
  supportModes,
  supportNouns,
  type SupportMode,
  type SupportNoun,
} from "@/lib/support/support";

import { fieldWords, lengthOf, modeWords, nounWords } from "./words";

type Scope = {
  nouns: readonly SupportNoun[];
  fields: readonly PersonalField[];
  mode: SupportMode;
  minutes: number;
};

type Props = {
  /** what can be chosen at most; everything when left out */
  offered?: Scope;
  /** what is chosen to begin with */
  chosen: Scope;
  mostMinutes: number;
  errors: Record<string, string>;
};

/** Chooses what is opened: nouns, personal fields, look or change, and for how long. */
export function ScopeFields({ offered, chosen, mostMinutes, errors }: Props) {
  const modes = supportModes.filter((mode) => offered?.mode !== "view" || mode === "view");
  return (
    <>
      <Choices
        legend="What is opened"
        name="nouns"
        words={nounWords}
        offered={offered?.nouns ?? supportNouns}
        chosen={chosen.nouns}
        error={errors.nouns}
      />
      <Choices
        legend="Personal fields that may be unmasked"
        about="They stay masked until one is unmasked, each time with a reason that owners read."
        name="fields"
        words={fieldWords}
        offered={offered?.fields ?? personalFields}
        chosen={chosen.fields}
        error={errors.fields}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label="May" name="mode" defaultValue={chosen.mode} error={errors.mode}>
          {modes.map((mode) => (
            <option key={mode} value={mode}>
              {modeWords[mode]}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Minutes"
          name="minutes"
          inputMode="numeric"
          autoComplete="off"
          defaultValue={chosen.minutes}
          help={`From 5 minutes to ${lengthOf(mostMinutes)}.`}
          error={errors.minutes}
          required
        />
      </div>
    </>
  );
}

function Choices<Word extends string>({
  legend,
  about,
  name,
  words,
  offered,
  chosen,
  error,
}: {
  legend: string;
  about?: string;
  name: string;
  words: Record<Word, [name: string, says: string]>;
  offered: readonly Word[];
  chosen: readonly Word[];
  error?: string;
}) {
  if (offered.length === 0) return null;
  return (
    <fieldset
      className="grid gap-1.5"
      aria-invalid={Boolean(error)}
      aria-describedby={error ? `${name}-error` : undefined}
      tabIndex={-1}
    >
      <legend className="field-label pb-1">{legend}</legend>
      {about && <p className="text-sm text-muted">{about}</p>}
      <FieldError id={`${name}-error`} error={error} />
      {offered.map((word) => (
        <label key={word} className="grid min-h-6 cursor-pointer grid-cols-[auto_1fr] gap-x-2.5">
          <input
            type="checkbox"
            name={name}
            value={word}
            defaultChecked={chosen.includes(word)}
            className="mt-1"
          />
          <span>
            <span className="font-medium">{words[word][0]}</span>{" "}
            <span className="text-sm text-muted">{words[word][1]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What was chosen, as the verbs take it. */
export const scopeFrom = (form: FormData) => ({
  nouns: form.getAll("nouns"),
  fields: form.getAll("fields"),
  mode: form.get("mode"),
  minutes: form.get("minutes"),
});
