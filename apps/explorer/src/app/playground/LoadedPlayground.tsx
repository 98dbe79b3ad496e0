import { wordsOf } from '@vestige/policy';
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import type { ManifestPolicy } from '../../format.ts';
import { Failure } from '../Failure.tsx';
import type { PageData } from '../pageData.ts';
import type { PlaygroundRequest, PlaygroundRequests } from '../playgroundRequests.ts';
import type { PromptTable } from '../promptTable.ts';
import type { Thinking } from '../thinking.ts';
import { useResult, useResultAtOnce } from '../useResult.ts';
import { AnswerPanel } from './AnswerPanel.tsx';
import { compareAnswers } from './answers.ts';
import { CotEditor } from './CotEditor.tsx';
import { CotPhrases } from './CotPhrases.tsx';
import { EditButtons } from './EditButtons.tsx';
import { type Action, advance, alike, begin } from './history.ts';
import { type Base, Interventions } from './Interventions.tsx';
import { flipped, intervene, type OfferedIntervention, writeOn } from './interventions.ts';
import { Logits } from './Logits.tsx';
import { Latest } from './latest.ts';
import { ownCot } from './ownCot.ts';
import { PolicyChoice } from './PolicyChoice.tsx';
import { PromptEditor } from './PromptEditor.tsx';
import { firstEdit, unedited } from './start.ts';
import { subjectsOf } from './subjects.ts';
import { TriedEdits } from './TriedEdits.tsx';
import { undoKey } from './undoKey.ts';
import { useStreams } from './useStreams.ts';
import { roomForCot } from './words.ts';

interface LoadedPlaygroundProps {
  readonly pageData: PageData;
  readonly requests: PlaygroundRequests;
  readonly table: PromptTable;
  readonly first: ManifestPolicy;
}

/** How an edit came about. */
interface Made {
  /** The chain of thought as it stands in its text field, if it was typed there. */
  readonly text?: string | undefined;
  /** Whether words were typed that go on from those before. */
  readonly typed?: boolean;
  /** Whether it is a question with its own chain of thought, which is no edit of another. */
  readonly fresh?: boolean;
}

/** The playground at work: a policy, what it is shown, its answer, and all that was tried. */
export function LoadedPlayground({ pageData, requests, table, first }: LoadedPlaygroundProps) {
  const [policy, setPolicy] = useState(first);
  const [history, change] = useReducer(advance, undefined, () => begin(firstEdit(pageData, table, first)));
  const [text, setText] = useState<string>();
  const [base, setBase] = useState<Base>('own');
  const [notice, setNotice] = useState('');
  const streamFor = useStreams();
  const { current: latest } = useRef(new Latest());
  const environment = pageData.environment(policy.run);
  const { contextLength } = policy.model;
  const { present } = history;
  const loaded = useResult(async () => ({ environment, ...(await pageData.policy(policy)) }), [policy]);
  // While another checkpoint is unpacked, the last one answers, unless it speaks other words.
  const asked = loaded.value?.environment === environment ? loaded.value : undefined;
  const compared = useResultAtOnce(async () => {
    if (!asked) return undefined;
    const answers = await compareAnswers(asked.policy, environment, present);
    return { environment, edit: present, answers };
  }, [asked, present]);
  const answered = compared.value?.environment === environment ? compared.value : undefined;
  const others = useMemo(() => subjectsOf(table, policy.run, environment), [table, policy.run]);
  const rule = pageData.condition(policy.run).rule;

  /** @param text of the chain of thought, if it was typed: it stays as it is */
  const act = (action: Action, text?: string) => {
    latest.supersede();
    setText(text);
    change(action);
  };
  /** Shows what came of an edit, as much of it as the policy takes. */
  const show = (by: string, { question, thought }: Thinking, { text, typed = false, fresh }: Made = {}) => {
    const room = roomForCot(environment, contextLength);
    const words = wordsOf(thought);
    setNotice(words.length > room ? `Cut to ${room} words, the most that this policy takes.` : '');
    const shown = { question, thought: words.slice(0, room).join(' ') };
    act({ do: 'edit', edit: { ...shown, by, typed, own: fresh ? shown : present.own } }, text);
  };
  const tell = ({ message }: Error) => setNotice(message);
  const apply = ({ intervention, label }: OfferedIntervention) => {
    const subject = base === 'own' ? present.own : present;
    const stream = streamFor(intervention.name);
    const made = intervene(intervention, subject, {
      ...{ others, policy: asked!.policy, environment, stream },
    });
    void latest.wait(made, (shown) => show(label, shown), tell);
  };
  const sampleFrom = (thought: string) => {
    const { question } = present;
    const written = writeOn(asked!.policy, environment, { question, thought }, streamFor('from here'));
    void latest.wait(written, (thought) => show('sampled again', { question, thought }), tell);
  };
  const writeFor = (by: string, question: string, temperature: number) => {
    const written = ownCot(asked!.policy, environment, question, temperature, streamFor('own'));
    void latest.wait(written, (thought) => show(by, { question, thought }, { fresh: true }), tell);
  };
  const type = (text: string, thought: string | undefined) => {
    if (thought !== undefined) {
      show('typed', { question: present.question, thought }, { text, typed: true });
      return;
    }
    latest.supersede();
    setText(text);
  };
  const choose = (next: ManifestPolicy) => {
    latest.supersede();
    setPolicy(next);
    setNotice('');
    if (pageData.environment(next.run) !== environment) {
      act({ do: 'restart', edit: firstEdit(pageData, table, next) });
    }
  };
  const take = ({ run, step, question, thought }: PlaygroundRequest) => {
    const next = pageData.policyNear(run, step);
    const wanted = pageData.environment(run);
    if (!next || !wanted.problemOf(question)) return;
    const words = wordsOf(thought).slice(0, roomForCot(wanted, next.model.contextLength));
    setPolicy(next);
    setNotice('');
    act({
      do: wanted === environment ? 'edit' : 'restart',
      edit: unedited({ question, thought: words.join(' ') }),
    });
  };
  useEffect(() => requests.subscribe(take), [requests, environment]);
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

  const error = loaded.error ?? compared.error;
  if (error) return <Failure error={error} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of all that is inside, which may take the focus by a click
    <div class="playground" tabIndex={-1} onKeyDown={byKey}>
      <p class="note">
        Change what the policy is shown, and see whether its answer changes: it is the trained policy itself,
        and runs in this page.
      </p>
      {asked?.inference.implementation === 'plain' && (
        <p class="pg-plain" role="status">
          This browser has no WebAssembly with SIMD: the policy runs in plain TypeScript, slower.
        </p>
      )}
      <PolicyChoice pageData={pageData} policy={policy} edit={present} onPolicy={choose} />
      {asked && answered ? (
        <>
          <div class="pg-edit-grid">
            <div class="pg-editing">
              <PromptEditor
                environment={environment}
                question={present.question}
                onQuestion={(question, typed) =>
                  show('prompt changed', { question, thought: present.thought }, { text, typed })
                }
              />
              <div class="pg-buttons">
                <button
                  type="button"
                  onClick={() =>
                    writeFor('random prompt', environment.problem(streamFor('prompt')).question, 1)
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
                inference={asked.inference}
                contextLength={contextLength}
                question={present.question}
                thought={present.thought}
                text={text ?? present.thought}
                onText={type}
              />
              <EditButtons
                onSample={() => writeFor('its own CoT', present.question, 1)}
                onGreedy={() => writeFor('most probable CoT', present.question, 0)}
                onBack={
                  alike(present, present.own)
                    ? undefined
                    : () => act({ do: 'return', edit: unedited(present.own) })
                }
                onUndo={history.past.length > 0 ? () => act({ do: 'undo' }) : undefined}
                onRedo={history.future.length > 0 ? () => act({ do: 'redo' }) : undefined}
              />
            </div>
            <AnswerPanel
              environment={environment}
              rule={rule}
              edit={answered.edit}
              compared={answered.answers}
            />
            <div class="pg-acting">
              <CotPhrases
                environment={environment}
                policy={asked.policy}
                contextLength={contextLength}
                shown={present}
                onSampleFrom={sampleFrom}
                onDrop={(thought) => show('phrase dropped', { question: present.question, thought })}
              />
              <p class="pg-notice" role="status">
                {notice}
              </p>
              <Interventions environment={environment} base={base} onBase={setBase} onApply={apply} />
            </div>
          </div>
          <TriedEdits
            environment={environment}
            policy={asked.policy}
            present={present}
            tried={history.tried}
            onReturn={(edit) => act({ do: 'return', edit })}
          />
          <Logits
            environment={environment}
            inference={asked.inference}
            directory={policy.directory}
            shown={present}
          />
        </>
      ) : (
        <p class="note">The policy is being unpacked.</p>
      )}
    </div>
  );
}
