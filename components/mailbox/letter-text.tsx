/** A letter's text as it was sent, with its links to press. */
export function LetterText({ text }: { text: string }) {
  return (
    <div className="max-w-prose wrap-anywhere whitespace-pre-wrap">
      {text.split(/(https?:\/\/\S+)/u).map((part, index) =>
        /^https?:\/\//u.test(part) ? (
          <a key={index} className="link break-all" href={part}>
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </div>
  );
}
