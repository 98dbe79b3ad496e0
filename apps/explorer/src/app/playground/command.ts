/** The command line that shows the same policy the same, with the logits of every word. */
export function commandFor(directory: string, prompt: string, cot: string): string {
  return `npx vestige sample ${quoted(directory)} --prompt ${quoted(prompt)} --cot ${quoted(cot)} --logits`;
}

/** A word for a POSIX shell, in double quotes where they suffice. */
function quoted(text: string): string {
  if (/^[\w./-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}
