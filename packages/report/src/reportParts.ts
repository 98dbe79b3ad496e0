import type { Figure } from './figures/figure.ts';
import type { Figures } from './figures/index.ts';
import type { ReportInput } from './reportInput.ts';
import type { Sweep } from './sweeps.ts';

/** What the texts of a report are made of: the conditions that no sweep made, and each sweep. */
export interface ReportParts {
  readonly plain: { readonly input: ReportInput; readonly figures: Figures };
  readonly sweeps: readonly {
    readonly sweep: Sweep;
    /** What is drawn against the swept value. */
    readonly responses: Figure;
    readonly figures: Figures;
  }[];
}
