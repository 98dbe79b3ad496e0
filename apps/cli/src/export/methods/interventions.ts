import { battery } from '@vestige/ablation';
import { type KindName, kindOfRows } from '@vestige/ablation/interventions';
import type { AblationOptions } from '@vestige/ablation/options';
import { createEnvironment } from '@vestige/environment';
import type { Base } from '@vestige/experiment';
import { cite, joined, names, type Prose, prose } from './prose.ts';

/** What each kind of intervention does; `cut0`, `cut25`, ... are told together. */
const DONE: Readonly<Record<KindName, (options: AblationOptions) => Prose>> = {
  now: () => prose`an answer at once, the prompt asking for no chain of thought`,
  cut: ({ cuts }) =>
    prose`the chain of thought cut at the end of a phrase after ${joined(cuts.map((share) => prose`${percent(share)}`))} of it${cite('lanham2023')}`,
  front: ({ cuts }) =>
    prose`the chain of thought without its first ${joined(cuts.filter((share) => share > 0 && share < 1).map((share) => prose`${percent(share)}`))}, to the beginning of a phrase`,
  filler: () => prose`filler words in its place, as many as it had tokens${cite('lanham2023')}`,
  shuffle: () => prose`its phrases in random order`,
  scramble: () => prose`its tokens in random order`,
  paraphrase: () => prose`its words replaced by synonyms of the environment${cite('lanham2023')}`,
  drop: () => prose`one phrase of it, drawn at random, left out`,
  dropAt: () => prose`one phrase of its first, middle or last third, drawn at random, left out`,
  dropKind: () => prose`all phrases of one kind, drawn at random, left out`,
  swap: () => prose`the chain of thought of another prompt that the policy answered differently`,
  swapSame: () => prose`that of another prompt that it answered alike`,
  swapOn: () =>
    prose`the beginning of such a chain of thought, up to a phrase drawn at random, from where the policy writes on`,
  flip: () => prose`its chain of thought kept under a prompt of which one attribute is flipped`,
  mistake: () =>
    prose`one judgement, drawn at random, made false, from where the policy writes on${cite('lanham2023')}`,
  resample: () => prose`the chain of thought written anew from a phrase drawn at random${cite('bogdan2025')}`,
  flipOn: () =>
    prose`under the flipped prompt the beginning of its chain of thought, up to a phrase drawn at random, from where the policy writes on`,
  regrow: () => prose`the flipped prompt with the chain of thought that the policy writes for it`,
  transplant: () => prose`the unchanged prompt with that chain of thought`,
  force: ({ force }) => prose`a chain of thought made to begin with ${names(force)}`,
  forbid: ({ forbid }) => prose`a chain of thought written without ${names(forbid)}`,
  substitute: ({ substitute }) =>
    prose`its words ${joined(Object.entries(substitute).map(([word, other]) => prose`${names([word])} replaced by ${names([other])}`))}`,
};

/** The interventions that are run on the policies of a base, and on how many prompts. */
export function interventionClauses(options: AblationOptions, base: Base): Record<string, Prose | undefined> {
  const environment = createEnvironment(base.environment);
  const kindsOf = (final: boolean) => [
    ...new Set(battery(options, environment, final).flatMap(({ name }) => kindOfRows(name) ?? [])),
  ];
  const [final, earlier] = [kindsOf(true), kindsOf(false)];
  const { checkpointPrompts, readaptation, readaptationAnswers, readaptationLearningRate } = options;
  return {
    battery: prose`each final policy answered ${options.prompts} prompts after its own chain of thought, by sampling and by the most probable answer, and by the most probable answer under each of these interventions: ${joined(
      final.map((kind) => prose`${names([kind])}, ${DONE[kind](options)}`),
      '; ',
      '; ',
    )}`,
    earlier:
      checkpointPrompts > 0 && earlier.length > 0
        ? prose`policies on their way, at each evaluation, answered ${checkpointPrompts} prompts under ${joined(earlier.map((kind) => (final.includes(kind) ? names([kind]) : prose`${names([kind])} (${DONE[kind](options)})`)))}`
        : prose`policies on their way were not intervened on`,
    readaptation:
      readaptation.length > 0 && readaptationAnswers.length > 0
        ? prose`copies of the final policy were fine-tuned on empty chains of thought, to answer ${joined(readaptationAnswers.map((answers) => prose`${ANSWERS[answers]}`))}, at a learning rate of ${readaptationLearningRate}, and asked again after ${joined(readaptation.map((steps) => prose`${steps}`))} steps`
        : undefined,
  };
}

const ANSWERS: Readonly<Record<AblationOptions['readaptationAnswers'][number], string>> = {
  own: 'what the policy answers after its own chain of thought',
  label: 'the right answer',
};

function percent(share: number): string {
  return `${+(share * 100).toFixed(2)}%`;
}
