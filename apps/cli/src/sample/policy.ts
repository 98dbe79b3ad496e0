import { statSync } from 'node:fs';
import { questionOf } from '@vestige/ablation';
import { createEnvironment, type Environment, environmentSchema, type Problem } from '@vestige/environment';
import {
  backendNamed,
  int32,
  loadCheckpoint,
  packedTensors,
  type Transformer,
  useBackend,
} from '@vestige/model';
import { readCheckpointFiles } from '@vestige/model/checkpointFiles';
import type { Policy, Written } from '@vestige/policy';
import { type RandomStream, randomStream } from '@vestige/random';
import { transformerPolicy } from '@vestige/training';
import { configurationOf, findCheckpoint, noCheckpoint, whichOf } from '../checkpoint.ts';
import { UsageError } from '../failure.ts';

/** A policy to talk to, with the environment that it was trained in. */
export interface LoadedPolicy {
  /** What it is, in a few words. */
  readonly name: string;
  readonly environment: Environment;
  readonly policy: Policy;
  /** What it is made of. */
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

/**
 * Loads a checkpoint and the environment that its metadata describe.
 *
 * @param path what {@link findCheckpoint} takes
 */
export async function loadPolicy(path: string): Promise<LoadedPolicy> {
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
    policy: transformerPolicy(model, environment.format),
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
  { policy, environment }: LoadedPolicy,
  { question }: Problem,
  stream: RandomStream,
  { samples, temperature }: { samples: number; temperature: number },
): Promise<readonly Written[]> {
  const contexts = Array.from({ length: samples }, () => ({ question, thought: '' }));
  return policy.write(contexts, { until: 'answer', maxTokens: environment.maxTokens, temperature }, stream);
}

/** How probable each answer is after a chain of thought; null asks for the answer at once. */
export async function answersAfter(
  { policy, environment }: LoadedPolicy,
  problem: Problem,
  thought: string | null,
): Promise<Answers> {
  const asked = questionOf(environment, problem, { question: problem.question, thought });
  const [distribution] = await policy.answers([asked], randomStream(0, 'answers'));
  const { answers, probability, mass } = distribution!;
  return {
    probabilities: Object.fromEntries(answers.map((answer, i) => [answer, probability[i]!])),
    other: Math.max(0, 1 - (mass ?? 1)),
  };
}

/** The logit of each word where the answer stands, after a chain of thought. */
export function logitsAfter(
  { model, environment: { format, vocabulary } }: LoadedPolicy,
  { question }: Problem,
  thought: string,
): Readonly<Record<string, number>> {
  const sequence = format.beforeAnswer({ question, thought });
  const residual = model.residual(packedTensors([sequence]), int32([sequence.length - 1]));
  const logits = model.logits(residual);
  const numbers = logits.dataSync<'float32'>();
  residual.dispose();
  logits.dispose();
  return Object.fromEntries(vocabulary.map((word, token) => [word, numbers[token]!]));
}
