import { type Treatment, treatmentName } from './interventions.ts';

/** What an estimator, or a quantity that estimators are made of, is of; whether there is one so named is not checked. */
export interface Key extends Partial<Treatment> {
  /** What is measured. */
  readonly quantity: string;
  /** Which of it, where it is not of a treatment. */
  readonly part?: string;
}

/** Name of a key, such as `accuracy.cut0`, `reliance.minimum` or `needs.hop`. */
export function keyName({ quantity, part, intervention, unit }: Key): string {
  const treatment =
    intervention === undefined
      ? unit
      : treatmentName(unit === undefined ? { intervention } : { intervention, unit });
  return [quantity, part, treatment].filter((one) => one !== undefined).join('.');
}
