"use client";

import { useState } from "react";

import { CodeBlock } from "@/components/ui/code-block";

import { verifying } from "./snippets";

type Language = keyof typeof verifying;
const languages = Object.keys(verifying) as Language[];

/** How a receiver makes sure that a message is ours. */
export function VerifySnippet() {
  const [language, setLanguage] = useState<Language>("Node.js");
  return (
    <div className="grid min-w-0 gap-2">
      <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <legend className="sr-only">Language of the example</legend>
        {languages.map((one) => (
          <label key={one} className="flex min-h-6 items-center gap-1.5">
            <input
              type="radio"
              name="language"
              checked={one === language}
              onChange={() => setLanguage(one)}
            />
            {one}
          </label>
        ))}
      </fieldset>
      <CodeBlock title={`Check the signature, in ${language}`} code={verifying[language]} />
    </div>
  );
}
