import type { z } from 'zod';
import type { Environment } from './environment.ts';
import { createLoan, loanSchema } from './loan.ts';

/** The field `environment` of an experiment file. */
export const environmentSchema = loanSchema;

/** {@link environmentSchema} with its defaults filled in. */
export type EnvironmentOptions = z.infer<typeof environmentSchema>;

/** Builds the environment that the options describe. */
export function createEnvironment(options: EnvironmentOptions): Environment {
  return createLoan(options);
}
