import { randomStream } from '@vestige/random';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Transcript, TranscriptPolicy } from '../../format.ts';
import { AnswerBars } from './AnswerBars.tsx';
import { firstHalf, otherThought, shuffled, withoutPartAt } from './edits.ts';
import { type ModelAnswers, type ModelClient, SupersededError } from './modelClient.ts';
import { useModelAnswers } from './useModel.ts';

/** What is shown to the policy; without a thought where it is to answer at once. */
interface Edit {
  readonly question: string;
  readonly thought: string;
  readonly atOnce: boolean;
}

interface ModelEditorProps {
  readonly client: ModelClient;
  readonly transcript: Transcript;
  readonly policy: TranscriptPolicy;
  /** Name of its condition. */
  readonly condition: string;
  readonly interventions: readonly string[];
}

/** A prompt under edit, with what the policy answers. */
export function ModelEditor({ client, transcript, policy, condition, interventions }: ModelEditorProps) {
  const unedited: Edit = { question: transcript.question, thought: transcript.thought, atOnce: false };
  const [edit, setEdit] = useState(unedited);
  const [past, setPast] = useState<readonly Edit[]>([]);
  const [own, setOwn] = useState<ModelAnswers>();
  const [writing, setWriting] = useState<AbortController>();
  /** The thought that is being written, so far. */
  const [growing, setGrowing] = useState<string>();
  const [mistake, setMistake] = useState<Error>();
  const [draws, setDraws] = useState(0);
  const area = useRef<HTMLTextAreaElement>(null);
  const { question, thought, atOnce } = edit;
  const context = { condition, question, thought: atOnce ? null : thought };
  // Those of the question as it is known; an edited one is answered among the same.
  const candidates = question === transcript.question ? undefined : own?.candidates;
  const { answered, error, asking } = useModelAnswers(client, context, candidates, writing !== undefined);
  useEffect(() => {
    const first = answered?.context;
    if (
      own === undefined &&
      first?.question === transcript.question &&
      first.thought === transcript.thought
    ) {
      setOwn(answered!.answers);
    }
  }, [answered]);
  useEffect(() => () => writing?.abort(), [writing]);
  useEffect(() => {
    if (growing !== undefined) area.current!.scrollTop = area.current!.scrollHeight;
  }, [growing]);

  /** Parts of the thought as it stands; none while they are not known. */
  const units = answered?.context.thought === thought ? answered.answers.units : [];
  const caret = () => area.current?.selectionStart ?? thought.length;
  const change = (to: Partial<Edit>) => {
    setPast([...past, edit]);
    setEdit({ ...edit, atOnce: false, ...to });
  };
  const stream = (name: string) => {
    setDraws(draws + 1);
    return randomStream(draws, 'model-playground', name);
  };
  const writeOn = async (from: string) => {
    const controller = new AbortController();
    const { signal } = controller;
    setWriting(controller);
    setMistake(undefined);
    let soFar = from;
    const onAdded = (added: string) => {
      soFar += added;
      if (!signal.aborted) setGrowing(soFar);
    };
    try {
      const written = await client.thought({ condition, question, thought: from }, signal, onAdded);
      change({ thought: written.thought });
    } catch (reason) {
      // What was stopped keeps what has come.
      if (signal.aborted && soFar !== from) change({ thought: soFar });
      if (!signal.aborted && !(reason instanceof SupersededError)) setMistake(reason as Error);
    } finally {
      setGrowing(undefined);
      setWriting(undefined);
    }
  };
  const { part } = policy;
  const busy = writing !== undefined;
  const failure = mistake ?? error;
  return (
    <div class="model-editor">
      <div>
        <label class="area">
          Question
          <textarea
            rows={rowsFor(question)}
            value={question}
            spellcheck={false}
            onInput={({ currentTarget }) => setEdit({ ...edit, question: currentTarget.value })}
          />
        </label>
        <label class="area">
          Reasoning
          <textarea
            ref={area}
            rows={rowsFor(growing ?? thought)}
            value={growing ?? thought}
            readOnly={busy}
            spellcheck={false}
            onInput={({ currentTarget }) => setEdit({ ...edit, thought: currentTarget.value, atOnce: false })}
          />
        </label>
        <div class="edits">
          <Press words="Its own again" able={!busy} onPress={() => change(unedited)} />
          <Press
            words="Undo"
            able={!busy && past.length > 0}
            onPress={() => {
              setEdit(past.at(-1)!);
              setPast(past.slice(0, -1));
            }}
          />
          <Press words="Left empty" able={!busy} onPress={() => change({ thought: '' })} />
          <Press
            words="Answer at once"
            able={!busy}
            pressed={atOnce}
            onPress={() => change({ atOnce: !atOnce })}
          />
          <Press
            words="First half"
            able={!busy && units.length > 1}
            onPress={() => change({ thought: firstHalf(thought, units) })}
          />
          <Press
            words={`Drop the ${part} at the cursor`}
            able={!busy && units.length > 0}
            onPress={() => change({ thought: withoutPartAt(thought, units, caret()) })}
          />
          <Press
            words={`Shuffle the ${part}s`}
            able={!busy && units.length > 1}
            onPress={() => change({ thought: shuffled(thought, units, stream('shuffle')) })}
          />
          <Press
            words="Another prompt’s"
            able={!busy && policy.prompts.length > 1}
            onPress={() => {
              const other = otherThought(transcript, policy.prompts, interventions, stream('swap'));
              if (other !== undefined) change({ thought: other });
            }}
          />
          <Press
            words="Write on from the cursor"
            able={!busy}
            onPress={() => void writeOn(thought.slice(0, caret()).trimEnd())}
          />
          {busy && <Press words="Stop" able onPress={() => writing.abort()} />}
        </div>
      </div>
      <div class="model-answers">
        <AnswerBars own={own} edited={answered?.answers} label={transcript.label} />
        <p role="status" class="soft">
          {busy
            ? 'It is writing …'
            : asking
              ? 'It is being asked …'
              : atOnce
                ? 'Asked to answer at once.'
                : ''}
        </p>
        {failure && (
          <p role="alert" class="failure">
            No answer: <bdi>{failure.message}</bdi>.
          </p>
        )}
      </div>
    </div>
  );
}

interface PressProps {
  readonly words: string;
  readonly able: boolean;
  readonly pressed?: boolean;
  readonly onPress: () => void;
}

/** A button. One that can do nothing keeps its place, and the focus. */
function Press({ words, able, pressed, onPress }: PressProps) {
  return (
    <button
      type="button"
      class="action"
      aria-disabled={!able}
      aria-pressed={pressed}
      onClick={() => able && onPress()}
    >
      {words}
    </button>
  );
}

/** Lines that a text needs, about. */
function rowsFor(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 70), 0);
  return Math.max(3, Math.min(18, lines + 1));
}
