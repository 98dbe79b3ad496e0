import { type Environment, TOKENS } from '@vestige/environment';
import type { Intervention } from './intervention.ts';
import { cut } from './interventions/cut.ts';
import { drop } from './interventions/drop.ts';
import { filler } from './interventions/filler.ts';
import { flip } from './interventions/flip.ts';
import { forbid } from './interventions/forbid.ts';
import { force } from './interventions/force.ts';
import { frozen } from './interventions/frozen.ts';
import { mistake } from './interventions/mistake.ts';
import { now } from './interventions/now.ts';
import { paraphrase } from './interventions/paraphrase.ts';
import { regrow } from './interventions/regrow.ts';
import { resample } from './interventions/resample.ts';
import { scramble } from './interventions/scramble.ts';
import { shuffle } from './interventions/shuffle.ts';
import { substitute } from './interventions/substitute.ts';
import { swap } from './interventions/swap.ts';
import { swapSame } from './interventions/swapSame.ts';
import { transplant } from './interventions/transplant.ts';
import { type AblationOptions, INTERVENTIONS, type InterventionKind } from './options.ts';
import { readaptationNames } from './readaptation.ts';

/** Name of the policy's own sampled completion among the interventions. */
export const OWN = 'own';

/**
 * The interventions that the options ask for and the environment allows, `frozen` first.
 *
 * @param final whether it is for the last checkpoint, not for an earlier one
 * @throws if a word of `force`, `forbid` or `substitute` is none of the environment's
 */
export function battery(options: AblationOptions, environment: Environment, final: boolean): Intervention[] {
  const tokens = (field: string, words: readonly string[]) => tokensOf(field, words, environment);
  const forced = tokens('force', options.force);
  const forbidden = tokens('forbid', options.forbid);
  const replaced = tokens('substitute', Object.keys(options.substitute));
  const replacements = tokens('substitute', Object.values(options.substitute));
  const available: Record<InterventionKind, readonly Intervention[]> = {
    now: [now],
    cut: options.cuts.map(cut),
    filler: [filler],
    shuffle: [shuffle],
    scramble: [scramble],
    paraphrase: environment.paraphrase ? [paraphrase] : [],
    drop: [drop],
    swap: [swap],
    swapSame: [swapSame],
    flip: [flip],
    mistake: environment.corrupt ? [mistake] : [],
    resample: [resample],
    regrow: [regrow],
    transplant: [transplant],
    force: forced.length > 0 ? [force(forced)] : [],
    forbid: forbidden.length > 0 ? [forbid(forbidden)] : [],
    substitute:
      replaced.length > 0 ? [substitute(new Map(replaced.map((token, i) => [token, replacements[i]!])))] : [],
  };
  const asked = final ? options.interventions : options.checkpointInterventions;
  return [frozen, ...INTERVENTIONS.filter((kind) => asked.includes(kind)).flatMap((kind) => available[kind])];
}

/** Names of all interventions that a file can hold, `own` first. */
export function interventionNames(options: AblationOptions, environment: Environment): string[] {
  const names = [true, false].flatMap((final) =>
    battery(options, environment, final).map(({ name }) => name),
  );
  return [...new Set([OWN, ...names, ...readaptationNames(options)])];
}

function tokensOf(field: string, words: readonly string[], { kind, vocabulary }: Environment): number[] {
  const control = Object.keys(TOKENS).length;
  return words.map((word) => {
    const token = vocabulary.indexOf(word);
    if (token >= control) return token;
    const expected = vocabulary.slice(control).join(', ');
    throw new Error(`field ablation.${field}: "${word}" is no word of ${kind}; expected some of ${expected}`);
  });
}
