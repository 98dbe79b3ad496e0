import type { Rightness } from './lines.ts';

const WORDS: Readonly<Record<Rightness, string>> = { right: 'right', wrong: 'wrong', silent: 'no answer' };

/** Right, wrong or no answer, by shape and colour and for screen readers by word. */
export function Mark({ is }: { readonly is: Rightness }) {
  return (
    <span class={`rightness ${is}`} title={WORDS[is]}>
      <span class="unseen">{WORDS[is]}</span>
    </span>
  );
}
