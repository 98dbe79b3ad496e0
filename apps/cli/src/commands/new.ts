import { LARGEST_SEED } from '@vestige/experiment';
import { type GeneratorKind, generators } from '@vestige/questions';
import type { Argv, CommandModule } from 'yargs';
import { BUDGET_OPTION, PROMPTS_OPTION } from '../budget.ts';
import type { MadeUpRun } from '../new/newRollouts.ts';
import { SOURCES, type SourceKind } from '../new/sources.ts';
import { wholeNumber } from '../numbers.ts';

/** Adds `vestige new experiment`, and `vestige new` of each part of a package that it can make. */
export function newCommand(yargs: Argv): Argv {
  return yargs.command(
    'new',
    'Make an experiment, questions, rollouts, an environment, intervention or estimator to start from',
    (y) =>
      y
        .command(
          'experiment <name>',
          'Make an experiment: experiment.json and README.md',
          (e) =>
            named(e, 'experiment', 'apps/experiments')
              .option('questions', {
                type: 'string',
                describe: 'On a language model: a JSONL file of questions to ask it',
              })
              .option('gguf', { type: 'string', describe: 'The model, a GGUF file' })
              .option('endpoint', {
                type: 'string',
                describe: 'A server of the model that speaks the protocol of OpenAI',
              })
              .option('model', { type: 'string', describe: 'What the server calls it' })
              .option('max-tokens', {
                ...wholeNumber('max-tokens', 1, 131_072),
                describe: 'Most tokens of a completion, 1024 by default',
              })
              .option('prompts', {
                ...PROMPTS_OPTION,
                describe: `${PROMPTS_OPTION.describe}, 200 by default`,
              })
              .option('budget', BUDGET_OPTION)
              .implies('gguf', 'questions')
              .implies('endpoint', 'questions')
              .implies('model', 'endpoint')
              .implies('max-tokens', 'questions')
              .implies('prompts', 'questions')
              .implies('budget', 'questions')
              .example('$0 new experiment monitored', 'apps/experiments/monitored/, ready to run')
              .example(
                '$0 new experiment mine --questions questions.jsonl --gguf model.gguf --prompts 100 --budget 2h',
                'the interventions on a model of yours',
              ),
          async ({ name, into, questions, prompts, budget, ...source }) => {
            if (questions === undefined) {
              const { newExperiment } = await import('../new/newExperiment.ts');
              console.log(newExperiment(name, into).join('\n'));
              return;
            }
            const { newModelExperiment } = await import('../new/newModelExperiment.ts');
            console.log(newModelExperiment(name, questions, source, { prompts, budget }, into).join('\n'));
          },
        )
        .command(questions())
        .command(rollouts())
        .command(part('environment', 'a tiny one that works', 'copy'))
        .command(part('intervention', 'one that works', 'reverse'))
        .command(part('estimator', 'one that works, of each intervention', 'answered'))
        .demandCommand(1)
        .example('$0 new experiment monitored', 'apps/experiments/monitored/, ready to run')
        .example('$0 new environment copy', 'packages/environment/src/copy.ts and its tests'),
  );
}

function named<T>(y: Argv<T>, what: string, home: string) {
  return y
    .positional('name', { type: 'string', demandOption: true, describe: `Name of the ${what}: a-z and 0-9` })
    .option('into', { type: 'string', describe: `Folder to make it in, instead of ${home}` });
}

/** What is set of generated questions, as numbers; each kind has some of it. */
const QUESTION_OPTIONS = {
  count: 'How many',
  seed: 'The same gives the same questions',
  depth: 'Most steps that an answer takes',
  from: 'Least steps',
  largest: 'Largest number in a question',
  choices: 'Answers to choose from',
  rows: 'Rows of a table',
  hinted: 'Share of questions with a hint',
  right: 'Share of hints that are right',
  spread: 'Standard deviation of what is left of an income, in dollars',
} as const;

/** `vestige new questions`. */
function questions(): CommandModule<object, { file: string; task: GeneratorKind }> {
  const kinds = Object.keys(generators) as GeneratorKind[];
  return {
    command: 'questions <file>',
    describe: 'Make a file of questions for language models',
    builder: (y) => {
      for (const [name, words] of Object.entries(QUESTION_OPTIONS)) {
        y.option(name, { type: 'number', describe: `${words}${kindsWith(name)}` });
      }
      return y
        .positional('file', { type: 'string', demandOption: true, describe: 'The file to make, JSONL' })
        .option('task', { choices: kinds, demandOption: true, describe: 'What is asked' })
        .epilogue(kinds.map((kind) => `${kind}: ${generators[kind].told}`).join('\n'))
        .example('$0 new questions loans.jsonl --task loan --count 500', 'loan decisions with a hidden bias');
    },
    handler: async ({ file, task, ...given }) => {
      const options = Object.fromEntries(
        Object.entries(given).filter(([name, value]) => name in QUESTION_OPTIONS && value !== undefined),
      );
      const { newQuestions } = await import('../new/newQuestions.ts');
      console.log(newQuestions(file, task, options).join('\n'));
    },
  };
}

/** `vestige new rollouts`. */
function rollouts(): CommandModule<object, { folder: string } & MadeUpRun> {
  return {
    command: 'rollouts <folder>',
    describe: 'Make up the rollouts of a run whose truth is known, to try `vestige import` on',
    builder: (y) =>
      y
        .positional('folder', { type: 'string', demandOption: true, describe: 'The folder to make' })
        .option('steps', { ...wholeNumber('steps', 1, 10_000), default: 60, describe: 'Steps of training' })
        .option('problems', {
          ...wholeNumber('problems', 1, 100_000),
          default: 50,
          describe: 'Problems of each step',
        })
        .option('group', {
          ...wholeNumber('group', 1, 1000),
          default: 8,
          describe: 'Rollouts of a problem at a step',
        })
        .option('seed', {
          ...wholeNumber('seed', 0, LARGEST_SEED),
          default: 0,
          describe: 'The same gives the same rollouts',
        })
        .example('$0 new rollouts made', 'then: vestige import made --as mine'),
    handler: async ({ folder, steps, problems, group, seed }) => {
      const { newRollouts } = await import('../new/newRollouts.ts');
      console.log(newRollouts(folder, { steps, problems, group, seed }).join('\n'));
    },
  };
}

/** Which kinds of questions have an option, in brackets; nothing if all have. */
function kindsWith(name: string): string {
  const having = Object.entries(generators).filter(([, { schema }]) => name in schema.shape);
  const all = having.length === Object.keys(generators).length;
  return all ? '' : ` (${having.map(([kind]) => kind).join(', ')})`;
}

/** `vestige new` of a part of a package. */
function part(
  kind: SourceKind,
  which: string,
  example: string,
): CommandModule<object, { name: string; into: string | undefined }> {
  const { folder } = SOURCES[kind];
  return {
    command: `${kind} <name>`,
    describe: `Make an ${kind}: ${which}, with its tests`,
    builder: (y) =>
      named(y, kind, folder).example(`$0 new ${kind} ${example}`, `${folder}/${example}.ts and its tests`),
    handler: async ({ name, into }) => {
      const { newSource } = await import('../new/newSource.ts');
      console.log(newSource(kind, name, into).join('\n'));
    },
  };
}
