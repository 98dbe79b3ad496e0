import { useId, useRef, useState } from 'preact/hooks';
import type { Laboratory } from '../laboratory.ts';
import { listAt } from '../lists.ts';
import { type RolloutTable, thoughtOf, writtenAfter } from '../rolloutTable.ts';
import type { Shelf } from '../shelf.ts';
import { Tokens } from '../tokens/Tokens.tsx';
import { Words } from '../tokens/Words.tsx';
import { count, decimal, short, signed } from './figures.ts';
import { Outcome } from './Outcome.tsx';
import { SamePrompt } from './SamePrompt.tsx';
import { type Colours, shownTokens } from './shown.ts';
import { surprisal } from './surprisal.ts';
import type { Measured } from './useEffects.ts';

interface RolloutProps {
  readonly laboratory: Laboratory;
  readonly shelf: Shelf;
  readonly table: RolloutTable;
  readonly row: number;
  readonly colours: Colours;
  /** Absent while it is not known, or not wanted. */
  readonly measured: Measured | undefined;
}

/** A rollout: where it comes from, the prompt, what was written, what came of it, and what to do with it. */
export function Rollout({ laboratory, shelf, table, row, colours, measured }: RolloutProps) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  const run = table.run[row]!;
  const environment = laboratory.environment(run);
  const { vocabulary } = environment;
  const inTraining = table.evaluation[row] === 0;
  const close = () => {
    setOpen(false);
    opener.current!.focus();
  };
  return (
    <li>
      <p class="rollout-head" id={`${id}-head`}>
        <b>{laboratory.runName(run)}</b>
        <span>update {count(table.step[row]!)}</span>
        <span>{inTraining ? 'in training' : 'for an evaluation prompt'}</span>
      </p>
      <p class="rollout-actions">
        <button
          type="button"
          ref={opener}
          aria-expanded={open}
          aria-controls={open ? `${id}-same` : undefined}
          aria-describedby={`${id}-head`}
          onClick={() => setOpen(!open)}
        >
          Same prompt over training
        </button>
        <button
          type="button"
          aria-describedby={`${id}-head`}
          onClick={() => shelf.put({ run, step: writtenAfter(table, row), ...thoughtOf(table, row) })}
        >
          Open in playground
        </button>
      </p>
      <p class="rollout-text">
        <span class="rollout-part">Prompt</span>
        <Words tokens={listAt(table.prompt, row)} vocabulary={vocabulary} />
      </p>
      <p class="rollout-text">
        <span class="rollout-part">Wrote</span>
        <Tokens
          label="Completion"
          tokens={shownTokens(table, row, environment, colours, measured?.effects)}
        />
      </p>
      <ul class="rollout-facts">
        <li>
          <Outcome table={table} row={row} vocabulary={vocabulary} />
        </li>
        {inTraining && (
          <>
            <li>reward {short(table.reward[row]!)}</li>
            <li>advantage {signed(table.advantage[row]!, 3)}</li>
            <li>surprisal {decimal(surprisal(listAt(table.improbability, row)), 1)} nats</li>
          </>
        )}
        <li>CoT of {table.cotLength[row]} tokens</li>
        {table.mention[row] === 1 && <li>mentions {environment.mentions}</li>}
        {table.forced[row] === 1 && <li>forced to answer at once</li>}
        {colours.by === 'effect' && (
          <Effect measured={measured} vocabulary={vocabulary} answers={environment.answers} />
        )}
      </ul>
      {open && (
        <SamePrompt
          id={`${id}-same`}
          laboratory={laboratory}
          table={table}
          row={row}
          colours={colours}
          onClose={close}
        />
      )}
    </li>
  );
}

interface EffectProps {
  readonly measured: Measured | undefined;
  readonly vocabulary: readonly string[];
  readonly answers: readonly number[];
}

/** With which policy effects were measured, and the answer after the whole and after nothing. */
function Effect({ measured, vocabulary, answers }: EffectProps) {
  if (!measured) return <li>effects are being measured</li>;
  const { policy, effects } = measured;
  if (!effects) return <li>too long for the policy to be asked without a phrase</li>;
  const likely = effects.own.indexOf(Math.max(...effects.own));
  return (
    <>
      <li>
        P(<bdi>{vocabulary[answers[likely]!]}</bdi>) {decimal(effects.own[likely]!, 2)}, after an empty CoT{' '}
        {decimal(effects.empty[likely]!, 2)}
      </li>
      <li>policy of update {count(policy.step)}</li>
    </>
  );
}
