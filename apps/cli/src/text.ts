import { UsageError } from './failure.ts';

/**
 * An option that is a word, not an empty one: that is mostly a variable of the shell that is not set.
 *
 * @param name without its dashes, for messages
 * @param expectation what it has to be: `a folder`
 */
export function text(name: string, expectation: string) {
  return {
    type: 'string' as const,
    requiresArg: true as const,
    coerce: (typed: string): string => {
      if (typed !== '') return typed;
      throw new UsageError(`--${name} "": expected ${expectation}`);
    },
  };
}
