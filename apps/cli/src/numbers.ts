import { UsageError } from './failure.ts';

/** What yargs is told of an option that is a number. */
interface NumberOption {
  readonly type: 'string';
  readonly requiresArg: true;
  readonly coerce: (typed: string | number) => number;
}

/**
 * An option that is a whole number. It is read as it was typed: yargs by itself takes nothing for 0 and words for NaN.
 *
 * @param name without its dashes, for messages
 */
export function wholeNumber(name: string, from: number, to: number): NumberOption {
  return numberOption(name, /^-?\d+$/, `a whole number from ${from} to ${to}`, from, to);
}

/** An option that is a number, perhaps with decimals. */
export function decimalNumber(name: string, from: number, to: number): NumberOption {
  return numberOption(name, /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, `a number from ${from} to ${to}`, from, to);
}

function numberOption(
  name: string,
  form: RegExp,
  expectation: string,
  from: number,
  to: number,
): NumberOption {
  return {
    type: 'string',
    requiresArg: true,
    coerce: (typed) => {
      const value = Number(typed);
      // A default comes as the number it is.
      const isNumber = typeof typed === 'number' || form.test(typed);
      if (isNumber && value >= from && value <= to) return value;
      throw new UsageError(`--${name} ${JSON.stringify(typed)}: expected ${expectation}`);
    },
  };
}
