import type { Environment } from '@vestige/environment';
import { useId, useMemo, useState } from 'preact/hooks';
import { promptSlots } from './slots.ts';
import { promptInWords, readPrompt } from './words.ts';

interface PromptEditorProps {
  readonly environment: Environment;
  readonly prompt: readonly number[];
  readonly onPrompt: (prompt: readonly number[], typed: boolean) => void;
}

/** The prompt: a choice for each word that can be changed alone; where some cannot, also as text. */
export function PromptEditor({ environment, prompt, onPrompt }: PromptEditorProps) {
  const slots = useMemo(() => promptSlots(environment, prompt), [environment, prompt]);
  const bound = slots.some(({ choices }) => choices.length === 1);
  return (
    <fieldset class="pg-prompt">
      <legend>Prompt</legend>
      <div class="pg-slots">
        {slots.map(({ place, choices }) =>
          choices.length === 1 ? (
            <bdi key={place} class="pg-bound">
              {environment.vocabulary[prompt[place]!]}
            </bdi>
          ) : (
            <select
              key={place}
              aria-label={`Word ${place} of the prompt`}
              value={prompt[place]}
              onChange={({ currentTarget }) =>
                onPrompt(prompt.with(place, Number(currentTarget.value)), false)
              }
            >
              {choices.map((token) => (
                <option key={token} value={token}>
                  {environment.vocabulary[token]}
                </option>
              ))}
            </select>
          ),
        )}
      </div>
      {bound && <PromptText environment={environment} prompt={prompt} onPrompt={onPrompt} />}
    </fieldset>
  );
}

/** The prompt as text: what cannot be read is kept as it is typed, and told. */
function PromptText({ environment, prompt, onPrompt }: PromptEditorProps) {
  const [draft, setDraft] = useState({ prompt, text: promptInWords(environment, prompt) });
  const id = useId();
  const text = draft.prompt === prompt ? draft.text : promptInWords(environment, prompt);
  const { complaint } = readPrompt(environment, text);
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
            const read = readPrompt(environment, value);
            setDraft({ prompt: read.value ?? prompt, text: value });
            if (read.value) onPrompt(read.value, true);
          }}
        />
      </label>
      <p class="pg-complaint" id={`${id}-complaint`} role="status">
        {complaint && <bdi>{complaint} The answer is that to the last prompt that could be read.</bdi>}
      </p>
    </>
  );
}
