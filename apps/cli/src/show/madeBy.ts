import type { Configuration } from './tables/view.ts';

type Options = Readonly<Record<string, unknown>>;

const PRETRAINING = ['steps', 'batch', 'learningRate'];
const REINFORCEMENT = ['algorithm', 'steps', 'batch', 'groupSize', 'learningRate', 'kl', 'solved'];

/** What made a file, as labelled facts: the run, its key settings, and on what it was computed. */
export function madeBy(
  stage: string,
  run: { condition?: string | undefined; seed?: number | undefined; step?: number | undefined },
  configuration: Configuration,
  on: { backend?: string | undefined; kernels?: string | undefined },
): [label: string, text: string][] {
  const { environment, model, pretraining, condition, ablation } = configuration;
  const lines: [string, string | undefined][] = [
    ['made by', runInWords(stage, run)],
    ['environment', environment && `${environment.kind}: ${inWords(without(environment, 'kind'))}`],
    ['rule', condition?.rule],
    ['rewards', condition?.rewards && inWords(condition.rewards)],
    ['model', model && inWords(model)],
    ['pretraining', pretraining && inWords(only(pretraining, PRETRAINING))],
    ['reinforcement', condition?.reinforcement && inWords(only(condition.reinforcement, REINFORCEMENT))],
    ['ablation', ablation && inWords(ablation)],
    ['computed on', on.backend && `backend ${on.backend}${on.kernels ? `, kernels ${on.kernels}` : ''}`],
  ];
  return lines.filter((line): line is [string, string] => Boolean(line[1]));
}

function runInWords(
  stage: string,
  {
    condition,
    seed,
    step,
  }: { condition?: string | undefined; seed?: number | undefined; step?: number | undefined },
): string {
  const parts = [
    condition === undefined ? undefined : `condition ${condition}`,
    seed === undefined ? undefined : `seed ${seed}`,
    step === undefined ? undefined : step === 0 ? 'before any update' : `after ${step} updates`,
  ].filter((part) => part !== undefined);
  return `vestige ${stage}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

/** Options as `name value, name value`. */
function inWords(options: Options): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
}

function only(options: Options, names: readonly string[]): Options {
  return Object.fromEntries(names.filter((name) => name in options).map((name) => [name, options[name]]));
}

function without(options: Options, left: string): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== left));
}
