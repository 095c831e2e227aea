import type { ComponentProps } from "react";

import { TextField } from "./field";

type Props = Omit<ComponentProps<typeof TextField>, "name" | "type" | "inputMode">;

/**
 * A field for an e-mail address. The browser's own kind of field refuses letters outside A to Z before the @ and rewrites
 * an internationalised host, so it is a field of text with the keyboard for addresses; the server says what is none.
 */
export const EmailField = (props: Props) => (
  <TextField
    name="email"
    type="text"
    inputMode="email"
    autoCapitalize="none"
    spellCheck={false}
    {...props}
  />
);
