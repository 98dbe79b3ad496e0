import { statSync } from 'node:fs';
import { answerDistributions, transformerPolicy } from '@vestige/ablation';
import {
  createEnvironment,
  type Environment,
  environmentSchema,
  type Problem,
  parseCompletion,
  promptInMode,
  TOKENS,
} from '@vestige/environment';
import {
  backendNamed,
  int32,
  loadCheckpoint,
  packed,
  sample,
  type Transformer,
  useBackend,
} from '@vestige/model';
import { readCheckpointFiles } from '@vestige/model/checkpointFiles';
import type { RandomStream } from '@vestige/random';
import { configurationOf, findCheckpoint, noCheckpoint, whichOf } from '../checkpoint.ts';
import { UsageError } from '../failure.ts';

/** A policy to talk to, with the environment that it was trained in. */
export interface Policy {
  /** What it is, in a few words. */
  readonly name: string;
  readonly environment: Environment;
  readonly model: Transformer;
  /** Rule it was trained on; none for a pretrained policy. */
  readonly rule: string | undefined;
}

/** How probable each answer is. */
export interface Answers {
  /** By word, of the possible answers. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** Probability of all other words together. */
  readonly other: number;
}

/** A completion that the policy wrote. */
export interface Written {
  /** Token ids before `</think>`. */
  readonly cot: readonly number[];
  /** Token id of the answer, -1 if the completion is not well-formed. */
  readonly answer: number;
}

/**
 * Loads a checkpoint and the environment that its metadata describe.
 *
 * @param path what {@link findCheckpoint} takes
 */
export async function loadPolicy(path: string): Promise<Policy> {
  const found = findCheckpoint(path);
  if (!found) throw new UsageError(notFound(path));
  const { directory } = found;
  const { metadata, words: known, options: shape } = readCheckpointFiles(directory);
  const configuration = configurationOf(directory, metadata);
  const options = environmentSchema.safeParse(configuration.environment);
  if (!options.success) {
    throw new UsageError(
      `${directory}: its metadata describe no environment known here; expected a checkpoint that \`vestige pretrain\` or \`vestige train\` wrote`,
    );
  }
  const environment = createEnvironment(options.data);
  // Fails before the backend is loaded if the vocabulary is another.
  if (known.join(' ') !== environment.vocabulary.join(' ')) {
    throw new UsageError(
      `${directory}: its vocabulary is not that of the environment ${environment.kind} as its metadata describe it; expected the tokenizer.json that was written with it`,
    );
  }
  await useBackend(backendNamed(), shape);
  const { model } = loadCheckpoint(directory, environment.vocabulary);
  const { condition = 'a policy', seed, step } = metadata;
  const words = [
    condition,
    seed && `seed ${seed}`,
    step && (step === '0' ? 'before any update' : `after ${step} updates`),
  ];
  const which = whichOf(found);
  return {
    name: `${words.filter(Boolean).join(', ')}${which ? ` (${which})` : ''}`,
    environment,
    model,
    rule: configuration.condition?.rule,
  };
}

function notFound(path: string): string {
  const expected = 'a checkpoint directory, or the folder of a run';
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory()) return noCheckpoint(path, expected);
  return `${path}: ${entry ? 'not part of a checkpoint' : 'no such file'}; expected ${expected}`;
}

/** Samples completions of a problem. */
export function write(
  { model, environment }: Policy,
  { prompt }: Problem,
  stream: RandomStream,
  options: { samples: number; temperature: number },
): Written[] {
  const prompts = Array.from({ length: options.samples }, () => prompt);
  const limits = { maxNewTokens: environment.maxNewTokens, stopToken: TOKENS.eos };
  return sample(model, prompts, stream, { ...limits, temperature: options.temperature }).map(({ tokens }) =>
    parseCompletion(environment, tokens),
  );
}

/** How probable each answer is after a chain of thought; null asks for the answer at once. */
export function answersAfter(policy: Policy, problem: Problem, cot: readonly number[] | null): Answers {
  const { model, environment } = policy;
  const prompt = cot === null ? promptInMode(problem, 'now') : problem.prompt;
  const [distribution] = answerDistributions(transformerPolicy(model), environment, [{ prompt, cot }]);
  const probabilities = environment.answers.map((token) => [
    environment.vocabulary[token]!,
    distribution![token]!,
  ]);
  const mass = probabilities.reduce((sum, [, probability]) => sum + (probability as number), 0);
  return { probabilities: Object.fromEntries(probabilities), other: Math.max(0, 1 - mass) };
}

/** The logit of each word where the answer stands, after a chain of thought. */
export function logitsAfter(
  { model, environment }: Policy,
  { prompt }: Problem,
  cot: readonly number[],
): Readonly<Record<string, number>> {
  const sequence = [...prompt, ...cot, TOKENS.endThink, ...environment.answerPrefix];
  const residual = model.residual(packed([sequence]), int32([sequence.length - 1]));
  const logits = model.logits(residual);
  const numbers = logits.dataSync<'float32'>();
  residual.dispose();
  logits.dispose();
  return Object.fromEntries(environment.vocabulary.map((word, token) => [word, numbers[token]!]));
}
