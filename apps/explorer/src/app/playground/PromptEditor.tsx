import type { Environment } from '@vestige/environment';
import { useId, useMemo, useState } from 'preact/hooks';
import { questionSlots } from './slots.ts';
import { readQuestion } from './words.ts';

interface PromptEditorProps {
  readonly environment: Environment;
  readonly question: string;
  readonly onQuestion: (question: string, typed: boolean) => void;
}

/** The question: a choice for each word that can be changed alone; where some cannot, also as text. */
export function PromptEditor({ environment, question, onQuestion }: PromptEditorProps) {
  const slots = useMemo(() => questionSlots(environment, question), [environment, question]);
  const bound = slots.some(({ choices }) => choices.length === 1);
  return (
    <fieldset class="pg-prompt">
      <legend>Prompt</legend>
      <div class="pg-slots">
        {slots.map((slot, place) =>
          slot.choices.length === 1 ? (
            <bdi key={place} class="pg-bound">
              {slot.word}
            </bdi>
          ) : (
            <select
              key={place}
              aria-label={`Word ${place + 1} of the prompt`}
              value={slot.word}
              onChange={({ currentTarget }) => onQuestion(slot.with(currentTarget.value), false)}
            >
              {slot.choices.map((word) => (
                <option key={word} value={word}>
                  {word}
                </option>
              ))}
            </select>
          ),
        )}
      </div>
      {bound && <QuestionText environment={environment} question={question} onQuestion={onQuestion} />}
    </fieldset>
  );
}

/** The question as text: what cannot be read is kept as it is typed, and told. */
function QuestionText({ environment, question, onQuestion }: PromptEditorProps) {
  const [draft, setDraft] = useState({ question, text: question });
  const id = useId();
  const text = draft.question === question ? draft.text : question;
  const { complaint } = readQuestion(environment, text);
  return (
    <>
      <label class="pg-field">
        The whole prompt
        <input
          type="text"
          value={text}
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          aria-invalid={complaint !== undefined}
          aria-describedby={`${id}-complaint`}
          onInput={({ currentTarget: { value } }) => {
            const read = readQuestion(environment, value);
            setDraft({ question: read.value ?? question, text: value });
            if (read.value !== undefined) onQuestion(read.value, true);
          }}
        />
      </label>
      <p class="pg-complaint" id={`${id}-complaint`} role="status">
        {complaint && <bdi>{complaint} The answer is that to the last prompt that could be read.</bdi>}
      </p>
    </>
  );
}
