import type { Environment } from '@vestige/environment';
import type { Inference } from '@vestige/model/inference';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Suggestions } from './Suggestions.tsx';
import { completed, gapAt, suggest } from './suggestions.ts';
import { readCot, roomForCot } from './words.ts';

interface CotEditorProps {
  readonly environment: Environment;
  readonly inference: Inference;
  readonly contextLength: number;
  readonly question: string;
  readonly thought: string;
  /** The thought as it was typed, or what was typed since and cannot be read. */
  readonly text: string;
  /** Called with what is typed, and with the thought that can be read in it. */
  readonly onText: (text: string, thought: string | undefined) => void;
}

/**
 * The chain of thought as text. What cannot be read is kept as it is typed, and told. Below it the words that the
 * policy finds likeliest at the caret, which also complete the word that is being typed.
 */
export function CotEditor({
  environment,
  inference,
  contextLength,
  question,
  thought,
  text,
  onText,
}: CotEditorProps) {
  const [caret, setCaret] = useState(Infinity);
  const [active, setActive] = useState(-1);
  const field = useRef<HTMLTextAreaElement>(null);
  const wanted = useRef<number | undefined>(undefined);
  const id = useId();
  const { complaint } = readCot(environment, text, contextLength);
  const room = roomForCot(environment, contextLength);
  const gap = gapAt(environment, text, Math.min(caret, text.length));
  const before = readCot(environment, text.slice(0, gap.start), contextLength).value;
  const { format } = environment;
  const next = (thought: string) =>
    inference.nextTokenProbabilities([[...format.prompt(question, 'think'), ...format.ids(thought)]])[0];
  const suggestions = suggest(environment, gap.begun, before === undefined ? undefined : next(before));

  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    field.current!.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
  });
  const write = (value: string, place: number) => {
    setCaret(place);
    setActive(-1);
    onText(value, readCot(environment, value, contextLength).value);
  };
  const take = (word: string) => {
    const next = completed(text, gap, word);
    wanted.current = next.caret;
    write(next.text, next.caret);
    field.current!.focus();
  };
  const key = (event: KeyboardEvent) => {
    const { key: name } = event;
    const unfinished = complaint !== undefined || gap.end === text.length;
    const moved =
      active < 0
        ? name === 'ArrowDown' && unfinished
          ? 0
          : undefined
        : {
            ArrowDown: active + 1,
            ArrowRight: active + 1,
            ArrowUp: active - 1,
            ArrowLeft: active - 1,
            Escape: -1,
          }[name];
    if (moved !== undefined) {
      event.preventDefault();
      setActive(Math.min(moved, suggestions.length - 1));
    } else if (name === 'Enter') {
      event.preventDefault();
      if (active >= 0) take(suggestions[active]!.word);
    }
  };
  return (
    <div class="pg-cot">
      <label for={`${id}-text`}>Chain of thought</label>
      <textarea
        id={`${id}-text`}
        ref={field}
        rows={3}
        value={text}
        placeholder="empty"
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        aria-invalid={complaint !== undefined}
        aria-describedby={`${id}-complaint`}
        aria-autocomplete="list"
        aria-controls={`${id}-words`}
        aria-activedescendant={active < 0 ? undefined : `${id}-words-${active}`}
        onInput={({ currentTarget }) => write(currentTarget.value, currentTarget.selectionStart)}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onKeyDown={key}
        onBlur={() => setActive(-1)}
      />
      <Suggestions id={`${id}-words`} suggestions={suggestions} active={active} onTake={take} />
      <p class="pg-complaint" id={`${id}-complaint`} role="status">
        {complaint ? (
          <bdi>{complaint} The answer is that to the last CoT that could be read.</bdi>
        ) : (
          <span class="note">
            {environment.length(thought)} of at most {room} words. ↓ and Enter take a suggestion.
          </span>
        )}
      </p>
    </div>
  );
}
