import type { Transformer } from '@vestige/model';
import type { Optimizer, OptimizerState } from './optimizer.ts';

/**
 * What training has come to after a step, as plain numbers: it goes on from there to the same bits as without a stop. Random
 * numbers are not part of it, for each step opens streams of its own.
 */
export interface TrainingState {
  /** Steps that were taken. */
  readonly step: number;
  /** Of the trained policy, by name, row-major. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly optimizer: OptimizerState;
}

/** A copy of what training has come to. */
export function trainingState(step: number, model: Transformer, optimizer: Optimizer): TrainingState {
  const parameters = new Map([...model.parameters.keys()].map((name) => [name, model.values(name).slice()]));
  return { step, parameters, optimizer: optimizer.state() };
}

/** Gives a model the parameters that it had; without a state it stays as it is. */
export function resumeModel(model: Transformer, from: TrainingState | undefined): void {
  if (from) model.assign((name) => from.parameters.get(name)!);
}
