import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import type { ManifestPolicy } from '../../format.ts';
import { Failure } from '../Failure.tsx';
import type { Laboratory } from '../laboratory.ts';
import type { PromptTable } from '../promptTable.ts';
import type { Shelf, Specimen } from '../shelf.ts';
import { useResult } from '../useResult.ts';
import { AnswerPanel } from './AnswerPanel.tsx';
import { contrastOf, policyOf } from './answers.ts';
import { CotEditor } from './CotEditor.tsx';
import { EditButtons } from './EditButtons.tsx';
import { advance, alike, begin, type Situation } from './history.ts';
import { type Base, Interventions } from './Interventions.tsx';
import { flipped, intervene, type Offered, writeOn } from './interventions.ts';
import { Logits } from './Logits.tsx';
import { ownCot } from './ownCot.ts';
import { PolicyChoice } from './PolicyChoice.tsx';
import { PromptEditor } from './PromptEditor.tsx';
import { firstEdit, unedited } from './start.ts';
import { subjectsOf } from './subjects.ts';
import { Thought } from './Thought.tsx';
import { Tried } from './Tried.tsx';
import { undoKey } from './undoKey.ts';
import { useStreams } from './useStreams.ts';
import { roomForCot } from './words.ts';

interface BenchProps {
  readonly laboratory: Laboratory;
  readonly shelf: Shelf;
  readonly table: PromptTable;
  readonly first: ManifestPolicy;
}

/** The playground at work: a policy, what it is shown, its answer, and all that was tried. */
export function Bench({ laboratory, shelf, table, first }: BenchProps) {
  const [policy, setPolicy] = useState(first);
  const [history, act] = useReducer(advance, undefined, () => begin(firstEdit(laboratory, table, first)));
  const [base, setBase] = useState<Base>('own');
  const [notice, setNotice] = useState('');
  const streamFor = useStreams();
  const environment = laboratory.environment(policy.run);
  const { contextLength } = policy.model;
  const { present } = history;
  const loaded = useResult(
    async () => ({ run: policy.run, inference: await laboratory.policy(policy) }),
    [policy],
  );
  // While another checkpoint is unpacked, the last one answers, unless it speaks other words.
  const inference =
    loaded.value && laboratory.environment(loaded.value.run) === environment
      ? loaded.value.inference
      : undefined;
  const asked = useMemo(() => inference && policyOf(inference), [inference]);
  const contrast = useMemo(() => asked && contrastOf(asked, environment, present), [asked, present]);
  const others = useMemo(() => subjectsOf(table, policy.run, environment), [table, policy.run]);
  const rule = laboratory.condition(policy.run).rule;

  /** Shows what came of an edit, as much of it as the policy takes; a new prompt with its own CoT is no edit. */
  const show = (by: string, { prompt, cot }: Situation, { typed = false, fresh = false } = {}) => {
    const room = roomForCot(environment, contextLength);
    // The very array if it fits: the text that it was read from stays as it was typed.
    const kept = cot.length > room ? cot.slice(0, room) : cot;
    setNotice(kept.length < cot.length ? `Cut to ${room} words, the most that this policy takes.` : '');
    const shown = { prompt, cot: kept };
    act({ do: 'edit', edit: { ...shown, by, typed, own: fresh ? shown : present.own } });
  };
  const apply = ({ intervention, label }: Offered) => {
    const subject = base === 'own' ? present.own : present;
    try {
      show(
        label,
        intervene(intervention, subject, others, asked!, environment, streamFor(intervention.name)),
      );
    } catch (error) {
      setNotice((error as Error).message);
    }
  };
  const sampleFrom = (cot: readonly number[]) => {
    const { prompt } = present;
    try {
      const written = writeOn(asked!, environment, { prompt, cot }, streamFor('from here'));
      show('sampled again', { prompt, cot: written });
    } catch (error) {
      setNotice((error as Error).message);
    }
  };
  const writeFor = (by: string, prompt: readonly number[], temperature: number) => {
    const cot = ownCot(inference!, environment, prompt, temperature, streamFor('own'));
    show(by, { prompt, cot }, { fresh: true });
  };
  const choose = (next: ManifestPolicy) => {
    setPolicy(next);
    setNotice('');
    if (laboratory.environment(next.run) !== environment) {
      act({ do: 'restart', edit: firstEdit(laboratory, table, next) });
    }
  };
  const take = ({ run, step, prompt, cot }: Specimen) => {
    const next = laboratory.policyNear(run, step);
    const problem = laboratory.environment(run).readPrompt(prompt);
    if (!next || !problem) return;
    const room = roomForCot(laboratory.environment(run), next.model.contextLength);
    const edit = unedited(problem.prompt, cot.slice(0, room));
    setPolicy(next);
    setNotice('');
    act({ do: laboratory.environment(run) === environment ? 'edit' : 'restart', edit });
  };
  useEffect(() => shelf.subscribe(take), [shelf, environment]);
  // What other views send comes with the focus, which a heading takes only if it may.
  useEffect(() => {
    document.querySelector('#playground h2')?.setAttribute('tabindex', '-1');
  }, []);
  const byKey = (event: KeyboardEvent) => {
    const wanted = undoKey(event);
    if (!wanted) return;
    event.preventDefault();
    act({ do: wanted });
  };

  if (loaded.error) return <Failure error={loaded.error} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of all that is inside, which may take the focus by a click
    <div class="playground" tabIndex={-1} onKeyDown={byKey}>
      <p class="note">
        Change what the policy is shown, and see whether its answer changes: it is the trained policy itself,
        and runs in this page.
      </p>
      {inference?.implementation === 'plain' && (
        <p class="pg-plain" role="status">
          This browser has no WebAssembly with SIMD: the policy runs in plain TypeScript, slower.
        </p>
      )}
      <PolicyChoice laboratory={laboratory} policy={policy} edit={present} onPolicy={choose} />
      {inference && asked && contrast ? (
        <>
          <div class="pg-bench">
            <div class="pg-editing">
              <PromptEditor
                environment={environment}
                prompt={present.prompt}
                onPrompt={(prompt, typed) => show('prompt changed', { prompt, cot: present.cot }, { typed })}
              />
              <div class="pg-buttons">
                <button
                  type="button"
                  onClick={() =>
                    writeFor('random prompt', environment.problem(streamFor('prompt')).prompt, 1)
                  }
                >
                  Random prompt
                </button>
                <button
                  type="button"
                  onClick={() => show('prompt flipped', flipped(present, environment, streamFor('flip')))}
                >
                  Flip {environment.flips}
                </button>
              </div>
              <CotEditor
                environment={environment}
                inference={inference}
                contextLength={contextLength}
                prompt={present.prompt}
                cot={present.cot}
                onCot={(cot) => show('typed', { prompt: present.prompt, cot }, { typed: true })}
              />
              <EditButtons
                onSample={() => writeFor('its own CoT', present.prompt, 1)}
                onGreedy={() => writeFor('most probable CoT', present.prompt, 0)}
                onBack={
                  alike(present, present.own)
                    ? undefined
                    : () =>
                        act({
                          do: 'return',
                          edit: { ...unedited(present.own.prompt, present.own.cot), own: present.own },
                        })
                }
                onUndo={history.past.length > 0 ? () => act({ do: 'undo' }) : undefined}
                onRedo={history.future.length > 0 ? () => act({ do: 'redo' }) : undefined}
              />
            </div>
            <AnswerPanel environment={environment} rule={rule} edit={present} contrast={contrast} />
            <div class="pg-acting">
              <Thought
                environment={environment}
                inference={inference}
                contextLength={contextLength}
                situation={present}
                onSampleFrom={sampleFrom}
                onDrop={(cot) => show('phrase dropped', { prompt: present.prompt, cot })}
              />
              <p class="pg-notice" role="status">
                {notice}
              </p>
              <Interventions environment={environment} base={base} onBase={setBase} onApply={apply} />
            </div>
          </div>
          <Tried
            environment={environment}
            policy={asked}
            present={present}
            tried={history.tried}
            onReturn={(edit) => act({ do: 'return', edit })}
          />
          <Logits
            environment={environment}
            inference={inference}
            directory={policy.directory}
            situation={present}
          />
        </>
      ) : (
        <p class="note">The policy is being unpacked.</p>
      )}
    </div>
  );
}
