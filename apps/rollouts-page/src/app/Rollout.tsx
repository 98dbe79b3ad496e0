import type { ShownFeature, ShownRollout } from '../protocol.ts';
import { figuresOf, isLong, readable, signed, Text } from './Text.tsx';

interface RolloutProps {
  readonly rollout: ShownRollout;
  readonly features: readonly ShownFeature[];
  readonly largest: number;
  readonly severalRuns: boolean;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** Shows its problem over training; not offered if absent. */
  readonly onCourse?: () => void;
}

/** A rollout: what is known of it, question, thought and answer. */
export function Rollout(props: RolloutProps) {
  const { rollout, features, largest, open, onOpen, onCourse } = props;
  const { question, thought, response, boundary } = rollout;
  const texts = [question, ...(thought ? [thought] : []), response];
  const shown = { features, largest, open };
  return (
    <>
      <Facts {...props} />
      {onCourse && (
        <div class="part question">
          <span class="rollout-part">Question</span>
          <Text shown={question} {...shown} />
        </div>
      )}
      <div class="part">
        <span class="rollout-part">Thought</span>
        {thought ? (
          <Text shown={thought} {...shown} />
        ) : (
          <p class="soft">{boundary === 'unknown' ? 'Not told apart from the answer.' : 'None.'}</p>
        )}
      </div>
      <div class="part">
        <span class="rollout-part">Answer</span>
        <Text shown={response} {...shown} />
      </div>
      {open && <Features {...props} />}
      <div class="actions">
        {(open || texts.some(isLong)) && (
          <button type="button" class="action" aria-expanded={open} onClick={() => onOpen(!open)}>
            {open ? 'Fold' : 'Show all of it'}
          </button>
        )}
        {onCourse && (
          <button type="button" class="action" onClick={onCourse}>
            This problem over training
          </button>
        )}
      </div>
    </>
  );
}

/** Features of a rollout that are told. */
const TOLD = 12;

/** What the features of its sentences received, for who has no pointer to rest on them. */
function Features({ rollout: { thought, response }, features }: RolloutProps) {
  const all = [...(thought?.sentences ?? []), ...response.sentences].flatMap(([, , numbers]) => numbers);
  const own = [...new Set(all)];
  if (own.length === 0) return null;
  return (
    <div class="part">
      <span class="rollout-part">Features</span>
      <ul class="figures">
        {figuresOf(own, features, TOLD).map((line) => (
          <li key={line}>{line}</li>
        ))}
        {own.length > TOLD && <li>… {own.length - TOLD} more</li>}
      </ul>
    </div>
  );
}

function Facts({ rollout, severalRuns, onCourse }: RolloutProps) {
  const { run, kind, step, problemName, group, boundary, stop, reward, parts, advantage } = rollout;
  const { length, tokens, answer, label, right } = rollout;
  const facts: [string, string][] = [
    ...(severalRuns ? [['run', run] as [string, string]] : []),
    ...(kind === 'validation' ? [['kind', 'validation'] as [string, string]] : []),
    ...fact('step', step),
    ...(onCourse ? fact('problem', short(problemName)) : []),
    ...fact('group', group),
    ...fact('reward', reward === null ? null : +reward.toPrecision(4)),
    ...Object.entries(parts).flatMap(([name, value]) =>
      value === null ? [] : fact(name, +value.toPrecision(4)),
    ),
    ...fact('advantage', advantage === null ? null : signed(advantage)),
    ...fact('answer', answer === null ? null : short(answer)),
    ...fact('label', label === null ? null : short(label)),
    ...fact('length', `${length.toLocaleString('en')}${tokens === null ? '' : `, ${tokens} tokens`}`),
    ...fact('thought', boundary),
    ...fact('end', stop),
  ];
  return (
    <ul class="facts">
      {right !== null && <li class={right ? 'good' : 'bad'}>{right ? '✓ right' : '✗ wrong'}</li>}
      {facts.map(([name, value]) => (
        <li key={name}>
          {readable(name)} <bdi>{readable(value)}</bdi>
        </li>
      ))}
    </ul>
  );
}

function fact(name: string, value: string | number | null): [string, string][] {
  return value === null ? [] : [[name, String(value)]];
}

/** Characters of an answer or a name that stand in a line. */
const SHORT = 40;

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > SHORT ? `${line.slice(0, SHORT)}…` : line;
}
