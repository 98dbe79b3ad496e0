import { FOLLOWED, VERDICTS } from '@vestige/analysis/options';
import { z } from 'zod';

const EXPECTATIONS = ['atLeast', 'atMost', 'between', 'verdict', 'follows'] as const;

/** An element of the field `checks`: what a figure of the report has to be. */
export const checkSchema = z
  .strictObject({
    condition: z.string().optional(),
    contrast: z
      .tuple([z.string(), z.string()])
      .optional()
      .describe('Two conditions, in the place of `condition`: the first less the second.'),
    group: z.string().optional().describe('One kind of its prompts; absent: all of them.'),
    estimator: z.string().optional().describe('As in metrics.json; not with `verdict` or `follows`.'),
    atLeast: z.number().optional(),
    atMost: z.number().optional(),
    between: z.tuple([z.number(), z.number()]).optional(),
    verdict: z.enum(VERDICTS).optional(),
    follows: z.enum(FOLLOWED).optional().describe('What its answers follow, right or wrong.'),
    bound: z
      .enum(['mean', 'low', 'high'])
      .default('mean')
      .describe('What is compared: the estimate, or an end of its interval.'),
  })
  .superRefine((check, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    if (EXPECTATIONS.filter((name) => check[name] !== undefined).length !== 1) {
      complain(`expected exactly one of ${EXPECTATIONS.join(', ')}`);
    } else if (((check.verdict ?? check.follows) === undefined) === (check.estimator === undefined)) {
      complain('expected an estimator with atLeast, atMost or between, and none with verdict or follows');
    }
    if ((check.condition === undefined) === (check.contrast === undefined)) {
      complain('expected exactly one of condition, contrast');
    } else if (check.contrast && (check.group ?? check.verdict ?? check.follows) !== undefined) {
      complain('contrast: has neither group nor verdict nor follows; expected an estimator');
    }
    if (check.between && check.between[0] > check.between[1]) complain('between: expected [least, most]');
  });

/** {@link checkSchema} with its defaults filled in. */
export type Check = z.infer<typeof checkSchema>;
