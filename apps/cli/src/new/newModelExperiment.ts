import { readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { resolveExperiment } from '@vestige/experiment';
import { countQuestions, readQuestions } from '@vestige/questions';
import { UsageError } from '../failure.ts';
import type { TypedFields } from '../run/typedFields.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS, WORKSPACE } from '../workspace.ts';
import { writeFile } from '../writeFile.ts';
import { experimentFolder, SCHEMA, titleOf } from './experimentFolder.ts';
import { template } from './templates.ts';

/** Where the policy of a new experiment comes from. */
export interface ModelSource {
  readonly gguf?: string | undefined;
  readonly endpoint?: string | undefined;
  /** What the endpoint calls it. */
  readonly model?: string | undefined;
  /** Most tokens of a completion. */
  readonly maxTokens?: number | undefined;
}

/** Interventions of the quick preset: few, and none that writes. */
const QUICK = ['repeat', 'now', 'cut', 'swap', 'flip', 'dropEach'];
/** Interventions that say most for what they cost where each answer takes a second. */
const INTERVENTIONS = [
  ...['repeat', 'now', 'cut', 'filler', 'shuffle', 'swap', 'swapOn', 'mistake', 'drop', 'dropEach'],
  ...['resample', 'flip', 'flipOn', 'regrow', 'transplant'],
];

/** Questions of a new experiment, unless it has fewer. */
const PROMPTS = { whole: 200, quick: 40 };

/**
 * Makes an experiment on a language model: experiment.json, README.md, and a copy of the questions, in a folder of its name.
 *
 * @param questions path of a JSONL file
 * @param fields that stand in the file as they are given
 * @param parent folder of experiments; the workspace's unless given
 * @returns what to say
 * @throws {UsageError} if there is not one source, or there are fewer questions than prompts
 * @throws {QuestionsError} if the questions cannot be used
 */
export function newModelExperiment(
  name: string,
  questions: string,
  source: ModelSource,
  fields: TypedFields = {},
  parent = EXPERIMENTS,
): string[] {
  const directory = experimentFolder(name, parent);
  const { prompts, budget } = fields;
  const list = readQuestions(resolve(questions), questions);
  const counts = countQuestions(list);
  if (prompts !== undefined && prompts > counts.questions) {
    throw new UsageError(
      `--prompts ${prompts}: ${questions} has ${counts.questions} questions; expected at most as many`,
    );
  }
  const whole = prompts ?? Math.max(2, Math.min(PROMPTS.whole, counts.questions));
  const [rule] = Object.keys(list[0].labels);
  const title = titleOf(name);
  const json = {
    $schema: relative(resolve(directory), SCHEMA),
    name,
    title,
    claim: '',
    seeds: [0],
    environment: {
      kind: 'questions',
      file: 'questions.jsonl',
      ...(source.maxTokens !== undefined && { maxTokens: source.maxTokens }),
    },
    ...(budget !== undefined && { language: { budget } }),
    policies: { model: { rule: rule!, description: '', ...sourceIn(directory, source) } },
    ablation: {
      prompts: whole,
      interventions: INTERVENTIONS,
      readaptation: [],
    },
    presets: {
      quick: {
        title: `${title} (quick)`,
        ablation: {
          prompts: Math.min(PROMPTS.quick, whole),
          ...{ interventions: QUICK, cuts: [0, 0.5], phrases: 3 },
        },
      },
    },
  };
  const file = join(directory, 'experiment.json');
  resolveExperiment(json, 'quick', file);
  writeFile(file, `${JSON.stringify(json, null, 2)}\n`);
  writeFile(join(directory, 'questions.jsonl'), readFileSync(resolve(questions)));
  writeFile(join(directory, 'README.md'), template('modelExperiment.md', { NAME: name, TITLE: title }));
  const shown = shortPath(file);
  const inWorkspace = resolve(parent) === EXPERIMENTS;
  const first = inWorkspace ? `run ${name} --quick` : `ablate ${shown} --quick --condition model --seed 0`;
  return [
    `Made ${shown}, with README.md and questions.jsonl beside it.`,
    '',
    ...told(counts),
    'Next:',
    ...(source.gguf === undefined
      ? [`  1. see what the server can do:  vestige doctor --endpoint ${source.endpoint}`]
      : ['  1. install what runs GGUF files, once:  npm run llama']),
    `  2. try it small:  vestige ${first}`,
    '  3. say in "title" and "claim" what it is about: README.md says what else',
  ];
}

function sourceIn(directory: string, { gguf, endpoint, model }: ModelSource): object {
  if ((gguf === undefined) === (endpoint === undefined)) {
    throw new UsageError('--questions: expected one of --gguf FILE and --endpoint URL, where the model is');
  }
  if (endpoint !== undefined) {
    if (model === undefined) throw new UsageError('--endpoint: expected --model, what the server calls it');
    return { endpoint: { url: endpoint, model } };
  }
  // Within the workspace a path that moves with it; elsewhere one that stays.
  const path = resolve(gguf!);
  const inWorkspace = !relative(WORKSPACE, path).startsWith('..') && !isAbsolute(relative(WORKSPACE, path));
  return { gguf: inWorkspace ? relative(resolve(directory), path) : path };
}

/** What the questions have, and what is left out since they have it not. */
function told({ questions, choices, flipped, mistakes }: ReturnType<typeof countQuestions>): string[] {
  const of = (count: number) => `${count} of ${questions}`;
  return [
    `It asks ${questions} questions, ${of(choices)} with choices.`,
    ...(flipped < questions
      ? [`${of(flipped)} have a flipped one: what flips needs all of them, and is left out.`]
      : []),
    ...(mistakes === 0 ? ['None has mistakes, so that none can be put into its reasoning.'] : []),
    '',
  ];
}
