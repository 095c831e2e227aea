import { TextField } from "./field";

type Props = { name: string; typed: string; type: (text: string) => void; error?: string };

/** Asks for a name as it is shown, so that nothing is destroyed by a slip; `sameName` tells whether it was typed. */
export function TypedName({ name, typed, type, error }: Props) {
  return (
    <TextField
      label={
        <>
          Type “<bdi>{name}</bdi>” to go on
        </>
      }
      name="name"
      autoComplete="off"
      spellCheck={false}
      value={typed}
      onChange={(event) => type(event.target.value)}
      error={error}
    />
  );
}
