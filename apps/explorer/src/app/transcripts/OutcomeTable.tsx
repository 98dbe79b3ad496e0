import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { Outcome, Transcript } from '../../format.ts';
import { decimal } from '../rollouts/numbers.ts';
import { isChanged, type Line, rightnessOf, type Shown } from './lines.ts';
import { Mark } from './Mark.tsx';

interface OutcomeTableProps {
  readonly lines: readonly Line[];
  readonly frozen: Outcome | undefined;
  readonly shown: Shown | undefined;
  readonly units: Transcript['units'];
  readonly part: string;
  readonly onShow: (shown: Shown | undefined) => void;
}

/** All answers to a prompt: a row an intervention, those made part by part folded up. */
export function OutcomeTable({ lines, frozen, shown, units, part, onShow }: OutcomeTableProps) {
  const [open, setOpen] = useState<readonly string[]>([]);
  const answer = frozen?.answer ?? null;
  return (
    <>
      <table>
        <caption>
          Answers
          {answer !== null && (
            <>
              , and how probable <bdi>{answer}</bdi> is among them
            </>
          )}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="text">
              intervention
            </th>
            <th scope="col" class="text">
              answer
            </th>
            <th scope="col">P</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const { name, words, outcomes } = line;
            const [first] = outcomes;
            if (outcomes.length === 1) {
              return (
                <Row
                  key={name}
                  outcome={first!}
                  words={words}
                  sampled={name === 'own'}
                  chosen={shown?.line === name}
                  onChoose={() => onShow({ line: name, turn: 0 })}
                />
              );
            }
            const isOpen = open.includes(name) || shown?.line === name;
            const changed = outcomes.filter(isChanged).length;
            return (
              <Fragment key={name}>
                <tr>
                  <th scope="row" class="text">
                    <button
                      type="button"
                      class="plain"
                      aria-expanded={isOpen}
                      onClick={() => {
                        setOpen(isOpen ? open.filter((one) => one !== name) : [...open, name]);
                        if (isOpen && shown?.line === name) onShow(undefined);
                      }}
                    >
                      <bdi>{words}</bdi>
                    </button>
                  </th>
                  <td class="text">
                    {changed === 0 ? 'never changes' : `changes ${changed} of ${outcomes.length} times`}
                  </td>
                  <td>{probability(mean(outcomes))}</td>
                </tr>
                {isOpen &&
                  outcomes.map((outcome, turn) => (
                    <Row
                      key={`${name} ${turn}`}
                      outcome={outcome}
                      words={turnWords(outcome, units, part)}
                      nested
                      chosen={shown?.line === name && shown.turn === turn}
                      onChoose={() => onShow({ line: name, turn })}
                    />
                  ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      <ul class="key" aria-hidden="true">
        <li>
          <Mark is="right" /> right
        </li>
        <li>
          <Mark is="wrong" /> wrong
        </li>
        <li>
          <Mark is="silent" /> none, or hardly probable
        </li>
        <li>
          <b>bold</b>: another than after its own
        </li>
      </ul>
    </>
  );
}

interface RowProps {
  readonly outcome: Outcome;
  readonly words: string;
  readonly chosen: boolean;
  /** Whether its answer was sampled, so that it has no probability. */
  readonly sampled?: boolean;
  readonly nested?: boolean;
  readonly onChoose: () => void;
}

function Row({ outcome, words, chosen, sampled, nested, onChoose }: RowProps) {
  const { answer, frozen } = outcome;
  const rightness = rightnessOf(sampled ? { ...outcome, mass: null } : outcome);
  return (
    <tr class={chosen ? 'chosen' : undefined}>
      <th scope="row" class={nested ? 'text nested' : 'text'}>
        <button type="button" class="plain" aria-pressed={chosen} onClick={onChoose}>
          <bdi>{words}</bdi>
        </button>
      </th>
      <td class="text">
        <Mark is={rightness} />{' '}
        <bdi class={isChanged(outcome) ? 'changed' : undefined}>{answer ?? 'none'}</bdi>
      </td>
      <td>
        {sampled ? '' : probability(frozen)}
        {!sampled && (
          <span class="bar" aria-hidden="true">
            <span class={rightness} style={{ width: `${frozen / 10}%` }} />
          </span>
        )}
      </td>
    </tr>
  );
}

function turnWords({ unitAt, unit, changed }: Outcome, units: Transcript['units'], part: string): string {
  const of = unitAt === undefined || !units[unitAt] ? part : `${part} ${unitAt + 1}`;
  const same = changed === false ? ', the same again' : '';
  return `${of}${unit === undefined ? '' : ` (${unit})`}${same}`;
}

function mean(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { frozen }) => sum + frozen, 0) / outcomes.length;
}

function probability(thousandths: number): string {
  return decimal(thousandths / 1000, 2);
}
