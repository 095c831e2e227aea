import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";

/** A secret at the only moment it is shown. */
export function SecretOnce({ secret }: { secret: string }) {
  return (
    <div className="grid min-w-0 gap-3">
      <Notice tone="warn" title="Copy the secret now">
        <p>
          It is shown this once. Put it where your receiver finds it, and nowhere else: whoever has
          it can forge messages. When it is lost, rotate it.
        </p>
      </Notice>
      <CodeBlock title="Signing secret" code={secret} wrap />
    </div>
  );
}
