import type { Draft } from '../draft.ts';
import { ImportError } from '../importError.ts';
import type { ImportOptions } from '../options.ts';
import { isMarked, MARKER_NAMES, markerOf, marksOf, patternMarker } from './markers.ts';
import { type Marker, type Split, split, undivided } from './split.ts';

/** How thoughts are found in the completions of a file. */
export interface ThoughtRule {
  /** What marks them: a family, patterns, `field`, `none`, or `unknown`. */
  readonly name: string;
  /** What tells, in words. */
  readonly evidence: string;
  /** Divides a completion that came as one text. */
  divide(completion: string, question: string): Split;
}

/**
 * Decides how the thoughts of a file are marked.
 *
 * @param sample its first rollouts
 * @param file what messages call it
 * @throws {ImportError} if completions are marked in two ways
 */
export function decideThoughts(
  option: ImportOptions['thought'],
  sample: readonly Draft[],
  file: string,
): ThoughtRule {
  if (option === 'none') return withoutMarks('none', 'none', 'as the option thought says');
  if (typeof option === 'object')
    return markedBy(patternMarker(option), sample, 'as the option thought says');
  if (option !== 'auto') return markedBy(markerOf(option), sample, 'as the option thought says');
  const texts = sample.filter(({ thought }) => thought === null);
  const found = MARKER_NAMES.map((name) => ({
    name,
    count: texts.filter(({ turns }) => turns.some((turn) => isMarked(name, turn))).length,
  })).filter(({ count }) => count > 0);
  if (found.length > 1) {
    const counts = found.map(({ name, count }) => `${count} of ${texts.length} as ${name}`).join(', ');
    throw new ImportError(
      `${file}: its completions mark thoughts in several ways (${counts}); expected the option thought to name one`,
    );
  }
  const [one] = found;
  if (one) {
    const { open, close } = marksOf(one.name);
    const evidence = `${one.count} of the first ${texts.length} completions hold ${open} or ${close}`;
    return markedBy(markerOf(one.name), sample, evidence);
  }
  const fields = sample.length - texts.length;
  if (fields > 0) {
    return withoutMarks(
      'field',
      'none',
      `${fields} of the first ${sample.length} rollouts have a field for it`,
    );
  }
  const marks = MARKER_NAMES.map((name) => marksOf(name).close).join(', ');
  return withoutMarks('unknown', 'unknown', `none of the first ${texts.length} completions holds ${marks}`);
}

function withoutMarks(name: string, boundary: 'none' | 'unknown', evidence: string): ThoughtRule {
  return { name, evidence, divide: (completion) => undivided(boundary, completion) };
}

/** Where thoughts of the sample end and none begins, the prompts begin them, even where they do not show it. */
function markedBy(marker: Marker, sample: readonly Draft[], evidence: string): ThoughtRule {
  const turns = sample.flatMap((draft) => draft.turns);
  const begun = !turns.some((turn) => marker.opens(turn)) && turns.some((turn) => marker.closes(turn, 0));
  return {
    name: marker.name,
    evidence: begun ? `${evidence}; the prompts begin them` : evidence,
    divide: (completion, question) => split(marker, completion, begun || marker.promptOpens(question)),
  };
}

/** Whether a completion is marked in any way that is known. */
export function isMarkedSomehow(completion: string): boolean {
  return MARKER_NAMES.some((name) => isMarked(name, completion));
}
