import { useState } from 'preact/hooks';

/** Copies a text, and says whether it could. */
export function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState<{ readonly text: string; readonly done: boolean }>();
  const copy = () =>
    // Without the property on pages that are not of a secure context, whatever its type says.
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => setCopied({ text, done: true }),
        () => setCopied({ text, done: false }),
      );
  return (
    <>
      <button type="button" onClick={copy}>
        Copy
      </button>
      <span class="note" role="status">
        {copied?.text === text && (copied.done ? 'Copied' : 'The browser does not allow it: select the line')}
      </span>
    </>
  );
}
