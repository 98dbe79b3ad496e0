import { useId, useRef, useState } from 'preact/hooks';
import { listAt } from '../lists.ts';
import type { PageData } from '../pageData.ts';
import type { PlaygroundRequests } from '../playgroundRequests.ts';
import { type RolloutTable, thinkingOf, writtenAfter } from '../rolloutTable.ts';
import { Tokens } from '../tokens/Tokens.tsx';
import { Words } from '../tokens/Words.tsx';
import { count, decimal, short, signed } from './numbers.ts';
import { Outcome } from './Outcome.tsx';
import { SamePrompt } from './SamePrompt.tsx';
import { type Colours, shownTokens } from './shownTokens.ts';
import { surprisal } from './surprisal.ts';
import type { Measured } from './useEffects.ts';

interface RolloutProps {
  readonly pageData: PageData;
  readonly requests: PlaygroundRequests;
  readonly table: RolloutTable;
  readonly row: number;
  readonly colours: Colours;
  /** Absent while it is not known, or not wanted. */
  readonly measured: Measured | undefined;
}

/** A rollout: where it comes from, the prompt, what was written, what came of it, and what to do with it. */
export function Rollout({ pageData, requests, table, row, colours, measured }: RolloutProps) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  const run = table.run[row]!;
  const environment = pageData.environment(run);
  const inTraining = table.evaluation[row] === 0;
  const close = () => {
    setOpen(false);
    opener.current!.focus();
  };
  return (
    <li>
      <p class="rollout-head" id={`${id}-head`}>
        <b>{pageData.runName(run)}</b>
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
          onClick={() => requests.open({ run, step: writtenAfter(table, row), ...thinkingOf(table, row) })}
        >
          Open in playground
        </button>
      </p>
      <p class="rollout-text">
        <span class="rollout-part">Prompt</span>
        <Words words={table.question.words(row)} />
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
          <Outcome table={table} row={row} />
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
        {colours.by === 'effect' && <Effect measured={measured} answers={environment.answers} />}
      </ul>
      {open && (
        <SamePrompt
          id={`${id}-same`}
          pageData={pageData}
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
  readonly answers: readonly string[];
}

/** With which policy effects were measured, and the answer after the whole and after nothing. */
function Effect({ measured, answers }: EffectProps) {
  if (!measured) return <li>effects are being measured</li>;
  const { policy, effects } = measured;
  if (!effects) return <li>too long for the policy to be asked without a phrase</li>;
  const likely = effects.own.indexOf(Math.max(...effects.own));
  return (
    <>
      <li>
        P(<bdi>{answers[likely]}</bdi>) {decimal(effects.own[likely]!, 2)}, after an empty CoT{' '}
        {decimal(effects.empty[likely]!, 2)}
      </li>
      <li>policy of update {count(policy.step)}</li>
    </>
  );
}
