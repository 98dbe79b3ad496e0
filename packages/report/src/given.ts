import type { Analysis, AskedPolicy } from '@vestige/analysis';

/** What policies that were trained elsewhere are, and what is not known of them: sentences in plain text; none if there are none. */
export function givenSentences(conditions: Analysis['conditions']): string[] {
  const given = Object.entries(conditions).flatMap(([condition, { asked = [] }]) =>
    asked.map((policy) =>
      told(asked.length === 1 ? condition : `${condition}, step ${policy.step},`, policy),
    ),
  );
  if (given.length === 0) return [];
  return [
    ...given,
    'Policies that were trained elsewhere were trained once: their intervals are over prompts, and nothing is known of other trainings.',
  ];
}

/** Whether all of its answers came from a server. */
export function isAskedOfServer({ asked = [] }: Analysis['conditions'][string]): boolean {
  return asked.some(({ kind }) => kind === 'endpoint');
}

function told(condition: string, { kind, name, details, prompts: [answered, of] }: AskedPolicy): string {
  const short = answered < of ? ` It was stopped after ${answered} of ${of} questions.` : '';
  if (kind === 'gguf') {
    return `${condition} is the file ${name} (SHA-256 ${text(details.weights).slice(0, 12)}\u2026).${short}`;
  }
  return `${condition} is ${name} at ${text(details.url)}, as that server answered on ${text(details.date)}: what it runs cannot be checked.${short}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : 'an unknown one';
}
