import type { Environment } from '@vestige/environment';
import { environmentsOf } from './environments.ts';
import { ablateCost, analyzeCost, type Cost, pretrainCost, shapeOf, trainCost } from './estimate.ts';
import { isObject, type Json, withValue } from './json.ts';
import { BASE, type Resolved } from './schema.ts';
import type { StageName } from './stage.ts';

/** WebAssembly addresses no more. */
const WASM_BYTES = 2 ** 32;
/** Of the memory of a machine, for other backends. */
const NATIVE_BYTES = 2 ** 40;
/** Prompts of training are numbered in an int32 column. */
const MOST_PROMPTS = 2 ** 31 - 1;
const DAY = 24 * 3600;
const YEAR = 365 * DAY;

/** A stage of a condition, or of the experiment as a whole, with what it is estimated to need. */
interface Estimated {
  readonly stage: StageName;
  /** Undefined for the analysis. */
  readonly condition: string | undefined;
  readonly cost: Cost;
  /** Field of the file that most of the need comes from, and its value. */
  readonly blamed: Blamed;
}

interface Blamed {
  /** As it stands in the file. */
  readonly field: string;
  /** The same without the base or condition that it is of. */
  readonly setting: string;
  readonly value: number;
}

/** Sizes that a file says, each with one that is usual: what a stage would need with it is what shows who is to blame. */
const USUAL: Readonly<Record<string, number>> = {
  'model.width': 64,
  'model.layers': 2,
  'model.feedForward': 256,
  'model.contextLength': 64,
  'pretraining.batch': 128,
  'pretraining.steps': 900,
  'reinforcement.batch': 256,
  'reinforcement.steps': 300,
  'reinforcement.evaluationPrompts': 256,
  'reinforcement.ppo.epochs': 2,
  'reinforcement.ppo.minibatches': 2,
  'reinforcement.drift.probes': 1024,
  'ablation.prompts': 1024,
  'ablation.checkpointPrompts': 256,
  'ablation.readaptation': 30,
  'analysis.resamples': 2000,
};

/** Mistakes of a size that no machine holds, or that would take years. */
export function sizeMistakes(experiment: Resolved, environments: ReadonlyMap<string, Environment>): string[] {
  const isWasm = experiment.backend === undefined || ['wasm', 'cpu'].includes(experiment.backend);
  const most = isWasm ? WASM_BYTES : NATIVE_BYTES;
  const tooLarge = estimates(experiment, environments, 'bytes').filter(({ cost }) => cost.bytes > most);
  if (tooLarge.length > 0) {
    const holds = `expected what fits in ${inBytes(most)}${isWasm ? ', the most that the backend wasm has' : ''}`;
    return oncePerSetting(tooLarge).map(
      ({ stage, cost, blamed }) =>
        `field ${blamed.field}: with ${blamed.value} the stage ${stage} needs about ${inBytes(cost.bytes)} of memory; ${holds}`,
    );
  }
  const tooLong = estimates(experiment, environments, 'seconds').filter(({ cost }) => cost.seconds > YEAR);
  if (tooLong.length > 0) {
    return oncePerSetting(tooLong).map(
      ({ stage, cost, blamed }) =>
        `field ${blamed.field}: with ${blamed.value} the stage ${stage} takes about ${inTime(cost.seconds)}; expected less than a year`,
    );
  }
  return tooManyPrompts(experiment);
}

function tooManyPrompts({ conditions }: Resolved): string[] {
  const all = Object.entries(conditions).map(([name, { swept, reinforcement }]) => {
    const { steps, batch, groupSize } = reinforcement;
    return { field: `conditions.${swept?.of ?? name}.reinforcement`, prompts: (steps * batch) / groupSize };
  });
  const [first] = all.filter(({ prompts }) => prompts > MOST_PROMPTS);
  if (first === undefined) return [];
  return [
    `field ${first.field}: has ${first.prompts} prompts, steps x batch / groupSize; expected at most ${MOST_PROMPTS}, which tables can number`,
  ];
}

/** What several stages and conditions have from one place is told once. */
function oncePerSetting(estimated: readonly Estimated[]): Estimated[] {
  const seen = new Map(
    estimated.toReversed().map((one) => [`${one.blamed.setting} ${one.blamed.value}`, one]),
  );
  return [...seen.values()].toReversed();
}

/**
 * A line on what takes more than a day, of those stages the one that takes longest.
 *
 * @param only one stage, or that of one condition
 * @returns undefined if nothing takes so long
 */
export function slowStage(
  experiment: Resolved,
  only: { readonly stage?: StageName; readonly condition?: string } = {},
): string | undefined {
  const [slowest] = estimates(experiment, environmentsOf(experiment), 'seconds')
    .filter(({ stage }) => only.stage === undefined || stage === only.stage)
    .filter(({ condition }) => only.condition === undefined || condition === only.condition)
    .filter(({ cost }) => cost.seconds > DAY)
    .sort((a, b) => b.cost.seconds - a.cost.seconds);
  if (slowest === undefined) return undefined;
  const { stage, condition, cost, blamed } = slowest;
  const of = condition === undefined ? '' : ` of ${condition}`;
  return `the stage ${stage}${of} takes about ${inTime(cost.seconds)}, most of it for ${blamed.field}: ${blamed.value}`;
}

/** What each stage of an experiment needs that is estimated: of those without a condition, of the whole. */
export function stageCosts(
  experiment: Resolved,
): readonly { readonly stage: StageName; readonly condition: string | undefined; readonly cost: Cost }[] {
  return estimates(experiment, environmentsOf(experiment), 'seconds');
}

/** @param need whose fields are blamed */
function estimates(
  experiment: Resolved,
  environments: ReadonlyMap<string, Environment>,
  need: keyof Cost,
): Estimated[] {
  const { bases, conditions, ablation } = experiment;
  const estimated = <T extends Json>(
    stage: StageName,
    condition: string | undefined,
    settings: T,
    costOf: (settings: T) => Cost,
    inFile: (field: string) => string,
  ): Estimated => ({
    stage,
    condition,
    cost: costOf(settings),
    blamed: blame(settings, (some) => costOf(some as T)[need], inFile),
  });
  const ablated = (name: string, base: string, checkpoints: number) =>
    estimated(
      'ablate',
      name,
      { model: bases[base]!.model, ablation },
      ({ model, ablation }) =>
        ablateCost({ ...shapeOf(bases[base]!, environments.get(base)!), model }, ablation, checkpoints),
      (field) => fieldOfBase(base, field),
    );
  return [
    ...Object.entries(bases).flatMap(([name, base]) => {
      const shape = shapeOf(base, environments.get(name)!);
      const { model, pretraining } = base;
      return [
        estimated(
          'pretrain',
          name,
          { model, pretraining },
          ({ model, pretraining }) => pretrainCost({ ...shape, model }, pretraining),
          (field) => fieldOfBase(name, field),
        ),
        ablated(name, name, 0),
      ];
    }),
    ...Object.entries(conditions)
      .filter(([, { base }]) => environments.has(base))
      .flatMap(([name, { base, reinforcement, swept }]) => {
        const shape = shapeOf(bases[base]!, environments.get(base)!);
        return [
          estimated(
            'train',
            name,
            { model: shape.model, reinforcement },
            ({ model, reinforcement }) => trainCost({ ...shape, model }, reinforcement),
            (field) =>
              field.startsWith('model.')
                ? fieldOfBase(base, field)
                : `conditions.${swept?.of ?? name}.${field}`,
          ),
          ablated(name, base, Math.ceil(reinforcement.steps / reinforcement.evaluateEvery)),
        ];
      }),
    estimated(
      'analyze',
      undefined,
      { ablation, analysis: experiment.analysis },
      (settings) => analyzeCost({ ...experiment, ...settings }),
      (field) => field,
    ),
  ];
}

function fieldOfBase(name: string, field: string): string {
  return name === BASE || field.startsWith('ablation.') ? field : `bases.${name}.${field}`;
}

/** The field that helps most if it is as usual. */
function blame(
  settings: Json,
  needOf: (settings: Json) => number,
  inFile: (field: string) => string,
): Blamed {
  const candidates = Object.entries(USUAL).flatMap(([field, usual]) => {
    const written = valueAt(settings, field);
    const value = Array.isArray(written) ? Math.max(0, ...written) : written;
    if (typeof value !== 'number') return [];
    const reduced = Array.isArray(written) ? [usual] : Math.min(value, usual);
    return [
      { field: inFile(field), setting: field, value, need: needOf(withValue(settings, field, reduced)) },
    ];
  });
  return candidates.reduce((best, one) => (one.need < best.need ? one : best));
}

function valueAt(json: Json, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, field) => (isObject(value) ? value[field] : undefined), json);
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

function inBytes(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${rounded(bytes / 1024 ** unit)} ${UNITS[unit]}`;
}

/** A duration of at least hours in words. */
function inTime(seconds: number): string {
  const [count, unit] =
    seconds < 2 * DAY
      ? [seconds / 3600, 'hours']
      : seconds < YEAR
        ? [seconds / DAY, 'days']
        : [seconds / YEAR, 'years'];
  return `${rounded(count)} ${unit}`;
}

const rounded = (value: number) => Number(value.toPrecision(2)).toLocaleString('en-US');
