import { decimal, percent } from '@vestige/report/numbers';
import { counted } from '../counted.ts';
import type { FeatureMetrics, ImportedMetrics, RunMetrics } from './metrics.ts';

export type { ImportedMetrics } from './metrics.ts';

const count = new Intl.NumberFormat('en');

/** Most features that a sentence names. */
const NAMED = 3;

/** What the runs reinforced, in a sentence or four of each. */
export function importedSentences({ runs }: ImportedMetrics): string[] {
  const several = Object.keys(runs).length > 1;
  return Object.entries(runs).flatMap(([name, run]) =>
    runSentences(run).map((sentence) => (several ? `${name}: ${sentence}` : sentence)),
  );
}

function runSentences(run: RunMetrics): string[] {
  const { rollouts, files, trainer, steps, problems, tested, discovered, rejected, unreadable, features } =
    run;
  const over = steps.count > 0 ? ` over ${counted(steps.count, 'step')}` : '';
  const lost = rejected === 0 ? '' : `; ${counted(rejected, 'record')} could not be read`;
  const without = unreadable === 0 ? '' : `; ${counted(unreadable, 'file')} could not be read at all`;
  const found = features.filter(({ received }) => received?.discovered);
  const up = found.filter(({ received }) => received!.value > 0);
  const down = found.filter(({ received }) => received!.value < 0).reverse();
  return [
    `${counted(rollouts, 'rollout')}${over}, from ${counted(files, 'file')} of ${trainer}${without}${lost}.`,
    `${count.format(discovered)} of ${counted(tested, 'feature')} of the text were reinforced or worn away, told on ${counted(problems, 'problem')}.`,
    ...aloneSentence(run),
    ...named('Most reinforced', up),
    ...named('Most worn away', down),
    ...vestigial(found),
    ...boundarySentence(run),
    ...run.absent.map((reason) => `Not told: ${reason}.`),
  ];
}

function named(what: string, features: readonly FeatureMetrics[]): string[] {
  if (features.length === 0) return [];
  const told = features
    .slice(0, NAMED)
    .map(({ name, received }) => `“${name}” (${decimal(received!.value, 2)})`);
  return [`${what}: ${told.join(', ')}.`];
}

/** Of what was reinforced, what only came along with right answers. */
function vestigial(found: readonly FeatureMetrics[]): string[] {
  const judged = found.filter(({ received, beyondAnswer }) => received!.value > 0 && beyondAnswer !== null);
  if (judged.length === 0) return [];
  const along = judged.filter(({ beyondAnswer }) => !beyondAnswer!.discovered);
  const show =
    along.length === 1 ? 'shows nothing beyond its answer: it' : 'show nothing beyond their answers: they';
  return [
    `Of the ${count.format(judged.length)} that were reinforced, ${count.format(along.length)} ${show} came along with answers that were rewarded.`,
  ];
}

/** Share of rollouts that have nothing to be compared with, from which on it is said. */
const MANY_ALONE = 0.1;

function aloneSentence({ alone, rollouts }: RunMetrics): string[] {
  if (alone < MANY_ALONE * rollouts) return [];
  return [
    `${percent(alone / rollouts)} of the rollouts were the only one of their problem at their step, and are compared with none.`,
  ];
}

function boundarySentence({ boundaries, rollouts }: RunMetrics): string[] {
  const unknown = boundaries.unknown ?? 0;
  if (unknown === 0) return [];
  return [
    `In ${percent(unknown / rollouts)} of the rollouts nothing says where the thought ends; their whole text was searched.`,
  ];
}
