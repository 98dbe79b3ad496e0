import { budgetSchema, type WrittenBudget } from '@vestige/language/options';
import { UsageError } from './failure.ts';
import { wholeNumber } from './numbers.ts';

/** The option `--budget`. */
export const BUDGET_OPTION = {
  type: 'string',
  requiresArg: true,
  coerce: (typed: string): WrittenBudget => {
    const budget = budgetSchema.safeParse(/^\d+$/.test(typed) ? Number(typed) : typed);
    if (budget.success) return budget.data;
    throw new UsageError(
      `--budget ${JSON.stringify(typed)}: expected a number of tokens, such as 500000, or a time, such as 90m or 2h`,
    );
  },
  describe: 'Most tokens (500000) or time (90m, 2h) for each language model: the field language.budget',
} as const;

/** The option `--prompts`. */
export const PROMPTS_OPTION = {
  ...wholeNumber('prompts', 2, 2 ** 31 - 1),
  describe: 'How many prompts the interventions are run on: the field ablation.prompts',
} as const;
