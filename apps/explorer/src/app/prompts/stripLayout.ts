import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import { NOT_MEASURED } from '../../format.ts';
import { listAt } from '../lists.ts';
import type { PromptTable } from '../promptTable.ts';

/** A prompt under an intervention: what became of the answer that the policy gives after its own reasoning. */
export interface InterventionOutcome {
  /** Probability of that answer among the answers, 0 to 1. */
  readonly probability: number;
  /** Probability of all answers together. */
  readonly mass: number;
  /** Whether it answers at all. */
  readonly answers: boolean;
  /** Whether the answer under the intervention is right for the unchanged prompt. */
  readonly right: boolean;
}

/** @returns undefined if the intervention was not made on the prompt */
export function outcomeAt(
  table: PromptTable,
  row: number,
  intervention: number,
): InterventionOutcome | undefined {
  const right = listAt(table.right, row)[intervention];
  if (right === undefined || right === NOT_MEASURED) return undefined;
  const mass = listAt(table.mass, row)[intervention]! / 255;
  const probability = listAt(table.probability, row)[intervention]! / 255;
  return { probability, mass, answers: mass >= ANSWERS_FROM, right: right === 1 };
}

/** Mean probability of all answers together, over the prompts that the intervention was made on. */
function meanMass(table: PromptTable, prompts: readonly number[], intervention: number): number | undefined {
  const masses = prompts.flatMap((prompt) => outcomeAt(table, prompt, intervention)?.mass ?? []);
  return masses.length === 0 ? undefined : masses.reduce((sum, mass) => sum + mass, 0) / masses.length;
}

/** A prompt in the picture. */
export interface Mark {
  /** Row of the table of prompts. */
  readonly prompt: number;
  readonly intervention: number;
  /** Along the axis, 0 to 1: its probability, or beside it where there are too many of the same. */
  readonly x: number;
  /** Pixels from the top. */
  readonly y: number;
  readonly right: boolean;
  /** Whether it answers at all. */
  readonly answers: boolean;
}

/** An intervention in the picture. */
interface Strip {
  readonly intervention: number;
  /** Top of the strip, its line and its bottom, pixels from the top. */
  readonly top: number;
  readonly line: number;
  readonly bottom: number;
  /** Mean probability; undefined if the intervention was made on none of the prompts. */
  readonly mean: number | undefined;
  /** Mean probability of all answers together. */
  readonly mass: number | undefined;
}

export interface StripLayout {
  readonly strips: readonly Strip[];
  readonly marks: readonly Mark[];
  /** Room of a mark, pixels a side. */
  readonly pitch: number;
  readonly height: number;
}

interface Room {
  /** Length of the axis, pixels. */
  readonly width: number;
  /** Pixels above each strip, for its name. */
  readonly head: number;
}

/** Rooms of a mark to choose from, pixels. */
const PITCHES = [7, 6, 5, 4, 3.5, 3, 2.5, 2, 1.5, 1];
/** Highest pile, pixels. */
const PILE = 42;
/** How far a mark may stand from its place if marks can be made small enough, share of the axis. */
const ASIDE = 0.125;
/** Pixels between the line of a strip and what is nearest: above, below, and the strip after it. */
const REACH = 9;
const GAP = 8;

/**
 * Where each prompt goes: a dot plot of piles that end at a height. Prompts pile up on the line of their intervention
 * where their probability is, those answered right above and those answered wrong below; what finds its pile full
 * stands on the nearest that is not. All marks have one size, so that area is number.
 */
export function stripLayout(
  table: PromptTable,
  prompts: readonly number[],
  interventions: readonly number[],
  { width, head }: Room,
): StripLayout {
  const sorted = interventions.map((intervention) => sidesOf(table, prompts, intervention));
  const fullest = Math.max(0, ...sorted.flatMap(({ right, wrong }) => [right.length, wrong.length]));
  const layers = (pitch: number) => Math.floor(PILE / pitch);
  const pitch =
    PITCHES.find((pitch) => Math.ceil(fullest / layers(pitch)) * pitch <= ASIDE * width) ?? PITCHES.at(-1)!;
  const columns = Math.max(Math.floor(width / pitch), Math.ceil(fullest / layers(pitch)), 2);
  const strips: Strip[] = [];
  const marks: Mark[] = [];
  let top = 0;
  for (const [i, { right, wrong, mean }] of sorted.entries()) {
    const intervention = interventions[i]!;
    const [above, below] = [right, wrong].map((side) => pile(side, columns, layers(pitch)));
    const reach = (piled: readonly Piled[]) =>
      Math.max(REACH, (1 + Math.max(-1, ...piled.map(({ layer }) => layer))) * pitch + 2);
    const line = top + head + reach(above!);
    const bottom = line + reach(below!) + GAP;
    const mass = meanMass(table, prompts, intervention);
    strips.push({ intervention, top, line, bottom, mean, mass });
    const put = (piled: readonly Piled[], right: boolean) => {
      for (const { prompt, answers, column, layer } of piled) {
        const y = line + (right ? -1 : 1) * (1 + (layer + 0.5) * pitch);
        marks.push({ prompt, intervention, right, answers, x: (column + 0.5) / columns, y });
      }
    };
    put(above!, true);
    put(below!, false);
    top = bottom;
  }
  return { strips, marks, pitch, height: top };
}

interface Placed {
  readonly prompt: number;
  readonly probability: number;
  readonly answers: boolean;
}

/** The prompts on either side of the line of an intervention. */
function sidesOf(
  table: PromptTable,
  prompts: readonly number[],
  intervention: number,
): {
  readonly right: readonly Placed[];
  readonly wrong: readonly Placed[];
  readonly mean: number | undefined;
} {
  const measured = prompts.flatMap((prompt) => {
    const outcome = outcomeAt(table, prompt, intervention);
    return outcome ? [{ prompt, ...outcome }] : [];
  });
  const total = measured.reduce((sum, { probability }) => sum + probability, 0);
  return {
    right: measured.filter(({ right }) => right),
    wrong: measured.filter(({ right }) => !right),
    mean: measured.length === 0 ? undefined : total / measured.length,
  };
}

interface Piled {
  readonly prompt: number;
  readonly answers: boolean;
  readonly column: number;
  /** From the line, 0 the nearest. */
  readonly layer: number;
}

/** Piles of at most `layers` prompts, those at the ends of the axis first: they can give way to one side only. */
function pile(side: readonly Placed[], columns: number, layers: number): Piled[] {
  const heights = new Uint16Array(columns);
  const free = (column: number) => column >= 0 && column < columns && heights[column]! < layers;
  const fromEnds = side.toSorted(
    (a, b) => Math.abs(b.probability - 0.5) - Math.abs(a.probability - 0.5) || a.prompt - b.prompt,
  );
  return fromEnds.map(({ prompt, answers, probability }) => {
    const wanted = Math.min(columns - 1, Math.floor(probability * columns));
    let aside = 0;
    while (!free(wanted - aside) && !free(wanted + aside)) aside++;
    const column = free(wanted - aside) ? wanted - aside : wanted + aside;
    return { prompt, answers, column, layer: heights[column]!++ };
  });
}

/**
 * The mark at a place of the picture, or the nearest one within `most` pixels.
 *
 * @param x pixels along the axis
 * @param y pixels from the top
 */
export function markNear(
  { marks }: StripLayout,
  width: number,
  { x, y }: { readonly x: number; readonly y: number },
  most = 14,
): Mark | undefined {
  let best: Mark | undefined;
  let least = most;
  for (const mark of marks) {
    const distance = Math.hypot(mark.x * width - x, mark.y - y);
    if (distance > least) continue;
    [best, least] = [mark, distance];
  }
  return best;
}

/** Probability of all answers together, as a share in percent that says 100 of all only. */
export function massWords(mass: number): string {
  return `${mass > 0.995 ? Math.round(100 * mass) : Math.floor(100 * mass)}%`;
}

/** A strip told in words: how its prompts are spread. Shares in percent of the prompts measured. */
export function stripWords(
  table: PromptTable,
  prompts: readonly number[],
  intervention: number,
): string | undefined {
  const measured = prompts.flatMap((prompt) => outcomeAt(table, prompt, intervention) ?? []);
  if (measured.length === 0) return undefined;
  const share = (test: (outcome: InterventionOutcome) => boolean) =>
    `${Math.round((100 * measured.filter(test).length) / measured.length)}%`;
  const mean = measured.reduce((sum, { probability }) => sum + probability, 0) / measured.length;
  return [
    `mean ${mean.toFixed(2)}`,
    `${share(({ probability }) => probability >= 0.9)} at .9 or more`,
    `${share(({ probability }) => probability < 0.1)} below .1`,
    `${share(({ right }) => right)} right`,
    `answers in ${massWords(meanMass(table, prompts, intervention)!)}`,
  ].join(', ');
}
