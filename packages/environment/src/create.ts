import { z } from 'zod';
import { chainSchema, createChain } from './chain.ts';
import type { Environment } from './environment.ts';
import { createLoan, loanSchema } from './loan.ts';

/** The field `environment` of an experiment file: the field `kind` says which, the others are its options. */
export const environmentSchema = z.discriminatedUnion('kind', [loanSchema, chainSchema]);

/** {@link environmentSchema} with its defaults filled in. */
export type EnvironmentOptions = z.infer<typeof environmentSchema>;

/** Builds the environment that the options describe. */
export function createEnvironment(options: EnvironmentOptions): Environment {
  switch (options.kind) {
    case 'loan':
      return createLoan(options);
    case 'chain':
      return createChain(options);
  }
}
