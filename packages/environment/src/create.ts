import { z } from 'zod';
import { chainSchema, createChain } from './chain.ts';
import type { Environment } from './environment.ts';
import { createInternalize, internalizeSchema } from './internalize.ts';
import { createLoan, loanSchema } from './loan.ts';
import { createPhrase, phraseSchema } from './phrase.ts';
import { createTests, testsSchema } from './tests.ts';

/** The field `environment` of an experiment file: the field `kind` says which, the others are its options. */
export const environmentSchema = z.discriminatedUnion('kind', [
  chainSchema,
  internalizeSchema,
  loanSchema,
  phraseSchema,
  testsSchema,
]);

/** {@link environmentSchema} with its defaults filled in. */
export type EnvironmentOptions = z.infer<typeof environmentSchema>;

/** Builds the environment that the options describe. */
export function createEnvironment(options: EnvironmentOptions): Environment {
  switch (options.kind) {
    case 'internalize':
      return createInternalize(options);
    case 'loan':
      return createLoan(options);
    case 'chain':
      return createChain(options);
    case 'phrase':
      return createPhrase(options);
    case 'tests':
      return createTests(options);
  }
}
