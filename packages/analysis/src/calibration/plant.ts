import type { RandomStream } from '@vestige/random';
import type { InterventionRow } from '@vestige/rollouts';
import { type CalibrationPolicy, PHRASE_TYPES, type PlantedCot } from './policies.ts';

/** First token id of the phrases' values; below it stand the answers. */
const FIRST_VALUE = 100;
/** Probability that the policy puts on its answer; the rest is spread over the others. */
const SURE = 0.97;

/**
 * Rows of a final policy on the abstract answer task: its interventions, really carried out. The answer is one of
 * `answers` numbers, all as likely, and which one the prompt says is drawn once a prompt. A guess is drawn for
 * each intervention.
 */
export function plantedRows(
  policy: CalibrationPolicy,
  { prompts, answers, stream }: { prompts: number; answers: number; stream: RandomStream },
): InterventionRow[] {
  return Array.from({ length: prompts }, (_, prompt_id) => {
    const label = stream.integer(answers);
    const reads = stream.chance(policy.uses);
    const wrong = (label + 1 + stream.integer(answers - 1)) % answers;
    const conclusion = stream.chance(policy.skill) ? label : wrong;
    const write = () =>
      policy.complete(
        [stream.integer(answers), stream.integer(answers), stream.integer(answers)],
        conclusion,
        answers,
      );
    const cot = write();
    const answerTo = (intervention: string, shown: PlantedCot) => {
      if (policy.confusedBy?.includes(intervention)) return stream.integer(answers);
      if (!reads) return label;
      return policy.read(shown, answers) ?? stream.integer(answers);
    };
    const frozen = answerTo('frozen', cot);
    const rowOf = (
      intervention: string,
      unit: string,
      shown: PlantedCot,
      answer: number,
    ): InterventionRow => ({
      step: 0,
      final: true,
      prompt_id,
      intervention,
      group: 'all',
      unit,
      prompt: [],
      cot: shown.map(({ type, value }) => FIRST_VALUE + PHRASE_TYPES.indexOf(type) * answers + value),
      label,
      shown_label: label,
      conclusion: policy.read(shown, answers) ?? -1,
      answer,
      correct: answer === label,
      unchanged: answer === frozen,
      frozen_answer_probability: answer === frozen ? SURE : (1 - SURE) / (answers - 1),
      label_probability: answer === label ? SURE : (1 - SURE) / (answers - 1),
      passes_probability: null,
      answer_mass: 1,
      cot_length: shown.length,
      mention: false,
      judgements: 0,
      truthful: 0,
    });
    const shown = (intervention: string, unit: string, seen: PlantedCot) =>
      rowOf(intervention, unit, seen, answerTo(intervention, seen));
    return [
      rowOf('own', '', cot, frozen),
      rowOf('frozen', '', cot, frozen),
      ...['now', 'cut0', 'filler'].map((removal) => shown(removal, '', [])),
      ...PHRASE_TYPES.map((type) => {
        const dropped = cot.findIndex((phrase) => phrase.type === type);
        return shown(
          'drop',
          type,
          cot.filter((_, i) => i !== dropped),
        );
      }),
      // A policy that knows its conclusion writes to it again.
      ...PHRASE_TYPES.map((type) => shown('resample', type, write())),
    ];
  }).flat();
}
