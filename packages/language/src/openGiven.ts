import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Policy } from '@vestige/policy';
import type { TextFormat } from './format/textFormat.ts';
import { formatOptions, pathIn } from './formatOptions.ts';
import { openGguf } from './gguf/openGguf.ts';
import type { GivenCheckpoint, LanguageOptions } from './options.ts';

/** A policy that was trained elsewhere, as an experiment file names it; it has to be disposed. */
export interface OpenPolicy extends AsyncDisposable {
  readonly policy: Policy;
  readonly kind: 'gguf' | 'endpoint';
  /** What it is called: the name of its file, or what its server calls it. */
  readonly name: string;
  /** All that its answers depend on, as far as it can be known, as JSON. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Digest of the details: the policy's key in a journal. */
  readonly identity: string;
  /** Tokens read and written so far. */
  tokens(): number;
}

/** How the files and servers of an experiment are opened. */
export interface OpeningOptions {
  readonly language: LanguageOptions;
  /** Folder where paths start. */
  readonly directory: string;
  /** How it is asked; by its chat template and the field `language` if absent. */
  readonly format?: TextFormat;
}

/**
 * Opens a policy that was trained elsewhere.
 *
 * @throws {GgufError} if its file cannot be used
 * @throws {FormatError} if it cannot be asked so
 */
export async function openGiven(
  { gguf }: GivenCheckpoint,
  { language, directory, format }: OpeningOptions,
): Promise<OpenPolicy> {
  if (gguf === undefined) throw new Error('endpoints are not opened yet');
  const path = pathIn(directory, gguf);
  const { threads, cache, contextSize, gpu, mass, samples, answerTokens } = language;
  const policy = await openGguf(path, {
    ...{ threads, cache, mass, gpu: gpu ? ('auto' as const) : false },
    ...(contextSize !== undefined && { contextSize }),
    sampling: { samples, maxTokens: answerTokens },
    format: format ?? formatOptions(language, directory),
  });
  const details = { ...(await policy.identity()) };
  return {
    policy: atTemperature(policy, language.temperature),
    kind: 'gguf',
    name: basename(gguf),
    details,
    identity: digestOf([details, language.temperature]),
    tokens: () => policy.evaluated,
    [Symbol.asyncDispose]: () => policy[Symbol.asyncDispose](),
  };
}

/** The policy that a model is at a temperature of sampling. */
function atTemperature(policy: Policy, temperature: number): Policy {
  const { id, can, block, answers } = policy;
  return {
    ...{ id, can, ...(block !== undefined && { block }) },
    write: (contexts, writing, ...rest) =>
      policy.write(contexts, { ...writing, temperature: temperature * writing.temperature }, ...rest),
    answers: answers.bind(policy),
  };
}

function digestOf(details: unknown): string {
  return createHash('sha256').update(JSON.stringify(details)).digest('hex');
}
