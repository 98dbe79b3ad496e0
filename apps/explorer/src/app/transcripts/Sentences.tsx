import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { Transcript } from '../../format.ts';
import { signed } from '../rollouts/numbers.ts';
import type { Effect } from './effects.ts';

/** From which effect on it is written beside its part, and from which the part is underlined. */
const TOLD = 0.05;
const STRONG = 0.3;

interface SentencesProps {
  readonly thought: string;
  readonly units: Transcript['units'];
  readonly part: string;
  /** By place; nothing is coloured if absent. */
  readonly effects: readonly (Effect | undefined)[] | undefined;
  /** The one whose effect stays told. */
  readonly pinned: number | undefined;
  /** Called with what is pointed at, or has the focus; nothing when it has no longer. */
  readonly onPoint: (at: number | undefined) => void;
  readonly onPin: (at: number | undefined) => void;
}

/**
 * A thought in its parts, coloured by what each does. All of it is one stop of the tabulator key; arrows, Home and End go
 * from part to part. The space between parts stays as it was written.
 */
export function Sentences({ thought, units, part, effects, pinned, onPoint, onPin }: SentencesProps) {
  const [current, setCurrent] = useState(0);
  const reachable = Math.min(current, units.length - 1);
  const go = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const to = step === undefined ? { Home: 0, End: units.length - 1 }[event.key] : reachable + step;
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 || to >= units.length) return;
    setCurrent(to);
    const all = event.currentTarget as HTMLElement;
    all.querySelectorAll<HTMLElement>('.sentence')[to]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: it groups no fields
    <p class="text" role="group" aria-label={`Its own reasoning, by ${part}`} onKeyDown={go}>
      {units.map(([start, end, kind], at) => {
        const effect = effects?.[at]?.effect;
        return (
          <Fragment key={at}>
            {thought.slice(at === 0 ? 0 : units[at - 1]![1], start)}
            {/* biome-ignore lint/a11y/useSemanticElements: a button would not break over lines */}
            <span
              role="button"
              tabIndex={at === reachable ? 0 : -1}
              aria-pressed={at === pinned}
              class={classOf(effect)}
              style={{ '--shade': `${Math.round(100 * Math.min(1, Math.abs(effect ?? 0)))}%` }}
              onPointerEnter={({ pointerType }) => pointerType === 'mouse' && onPoint(at)}
              onPointerLeave={() => onPoint(undefined)}
              onFocus={() => {
                setCurrent(at);
                onPoint(at);
              }}
              onBlur={() => onPoint(undefined)}
              onClick={() => onPin(at === pinned ? undefined : at)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                onPin(at === pinned ? undefined : at);
              }}
            >
              <bdi>{thought.slice(start, end)}</bdi>
              <span class="unseen">
                {' '}
                {kind}
                {effect !== undefined && `, effect ${signed(effect, 2)}`}
              </span>
            </span>
            {effect !== undefined && Math.abs(effect) >= TOLD && (
              <sup aria-hidden="true">{signed(effect, 2)}</sup>
            )}
          </Fragment>
        );
      })}
      {thought.slice(units.at(-1)?.[1] ?? 0)}
    </p>
  );
}

function classOf(effect: number | undefined): string {
  if (effect === undefined) return 'sentence';
  const strong = Math.abs(effect) >= STRONG ? ' strong' : '';
  return `sentence ${effect < 0 ? 'against' : 'for'}${strong}`;
}
