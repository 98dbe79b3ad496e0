import { battery } from '@vestige/ablation';
import { type InterventionKind, KINDS, type KindName, kindOfRows } from '@vestige/ablation/interventions';
import type { AblationOptions } from '@vestige/ablation/options';
import type { Task } from '@vestige/environment';
import type { Capability } from '@vestige/policy';
import { cite, joined, names, type Prose, prose, withNames } from './prose.ts';
import { referenceOn } from './references.ts';

/** What the policy is shown under an intervention, and the work that it is from. */
function done(name: KindName, options: AblationOptions): Prose {
  const kind: InterventionKind = KINDS[name];
  const shown = (kind.toldUnder?.(options) ?? kind.told).replaceAll('CoT', 'chain of thought');
  const source = kind.source === undefined ? undefined : referenceOn(kind.source);
  return [...withNames(shown), ...(source === undefined ? [] : cite(source))];
}

/**
 * The interventions that are run on policies, and on how many prompts.
 *
 * @param can what the policies can do; everything if absent
 * @param onTheWay whether there are policies before the last
 */
export function interventionClauses(
  options: AblationOptions,
  task: Task,
  can?: ReadonlySet<Capability>,
  onTheWay = true,
): Record<string, Prose | undefined> {
  const kindsOf = (final: boolean) => [
    ...new Set(battery(options, task, final, can).flatMap(({ name }) => kindOfRows(name) ?? [])),
  ];
  const [final, earlier] = [kindsOf(true), kindsOf(false)];
  const { checkpointPrompts, readaptation, readaptationAnswers, readaptationLearningRate } = options;
  return {
    battery: prose`each final policy answered ${options.prompts} prompts after its own chain of thought, by sampling and by the most probable answer, and by the most probable answer under each of these interventions: ${joined(
      final.map((kind) => prose`${names([kind])}, ${done(kind, options)}`),
      '; ',
      '; ',
    )}`,
    earlier: !onTheWay
      ? undefined
      : checkpointPrompts > 0 && earlier.length > 0
        ? prose`policies on their way, at each evaluation, answered ${checkpointPrompts} prompts under ${joined(earlier.map((kind) => (final.includes(kind) ? names([kind]) : prose`${names([kind])} (${done(kind, options)})`)))}`
        : prose`policies on their way were not intervened on`,
    readaptation:
      readaptation.length > 0 && readaptationAnswers.length > 0 && (can?.has('finetune') ?? true)
        ? prose`copies of the final policy were fine-tuned on empty chains of thought, to answer ${joined(readaptationAnswers.map((answers) => prose`${ANSWERS[answers]}`))}, at a learning rate of ${readaptationLearningRate}, and asked again after ${joined(readaptation.map((steps) => prose`${steps}`))} steps`
        : undefined,
  };
}

const ANSWERS: Readonly<Record<AblationOptions['readaptationAnswers'][number], string>> = {
  own: 'what the policy answers after its own chain of thought',
  label: 'the right answer',
};
