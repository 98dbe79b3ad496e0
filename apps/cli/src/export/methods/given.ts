import type { AskedPolicy } from '@vestige/analysis';
import type { GivenPolicy } from '@vestige/language/options';
import { joined, names, type Prose, prose } from './prose.ts';

/** What is not known of policies that were trained once. */
export const TRAINED_ONCE: Prose = prose`Each was trained once: intervals are over prompts, and say nothing about other trainings. `;

/** Where a policy that was trained elsewhere comes from, and how it was asked. */
export function givenClauses(
  { rule, language, checkpoints }: GivenPolicy,
  asked: readonly AskedPolicy[],
): Record<string, Prose | undefined> {
  const last = asked.at(-1);
  const { samples, answerTokens } = language;
  return {
    source: last && prose`the policy was trained elsewhere: it is ${sourceOf(last)}`,
    rule: prose`the policy is measured by the rule ${names([rule])}`,
    checkpoints:
      checkpoints && checkpoints.length > 1
        ? prose`before it, policies of the same training were asked after ${joined(checkpoints.slice(0, -1).map(({ step }) => prose`${step}`))} updates`
        : undefined,
    format: last && formatClause(last.details.format as Format),
    temperature: prose`chains of thought were sampled at temperature ${language.temperature}`,
    answers: last?.can.includes('score')
      ? prose`candidate answers were scored by the probabilities of all their tokens, open answers drawn ${samples} times and counted`
      : prose`answers were drawn ${samples} times each, with at most ${answerTokens} tokens, and counted`,
  };
}

/** How it was asked, as `policies.json` has it. */
interface Format {
  readonly kind?: string;
  readonly template?: string | null;
  readonly thoughts?: string | { readonly open: string; readonly close: string };
  readonly extraction?: { readonly kind: string };
  readonly instruction?: string;
  readonly system?: string | null;
}

function sourceOf({ kind, name, details }: AskedPolicy): Prose {
  const { weights, runtime, cache, url, date } = details as Record<string, unknown>;
  if (kind === 'endpoint') {
    return prose`the model ${names([name])} at ${names([String(url)])}, as that server answered on ${String(date)}; what it runs cannot be checked`;
  }
  const { llamaCpp } = runtime as { llamaCpp: string };
  return prose`the file ${names([name])} (SHA-256 ${names([String(weights)])}), run in the process by llama.cpp ${llamaCpp} with keys and values in ${String(cache)}`;
}

function formatClause({ kind, template, thoughts, extraction, instruction, system }: Format): Prose {
  if (kind === 'words') return prose`it reads and writes the words of the environment`;
  const told =
    instruction === undefined
      ? 'with the default instruction'
      : prose`with the instruction ${names([instruction])}`;
  const asked = template === null ? prose`without a chat template` : prose`in its chat template`;
  const systemTold = system ? prose` and the system message ${names([system])}` : '';
  const marked =
    thoughts === undefined || thoughts === 'none'
      ? prose`its chain of thought is what it writes before it announces an answer`
      : prose`its chain of thought stands between ${typeof thoughts === 'string' ? prose`the marks of ${names([thoughts])}` : names([thoughts.open, thoughts.close])}`;
  const found =
    extraction === undefined ? '' : prose`, and answers were found by ${names([extraction.kind])}`;
  return prose`it was asked ${asked}, ${told}${systemTold}; ${marked}${found}`;
}
