import type { OverviewRow } from './row.ts';

/** What `renderOverview` reads. */
export interface OverviewInput {
  readonly overview: {
    readonly title: string;
    /** What the comparison shows. */
    readonly claim: string;
    /** Nx project that makes it, such as `overview-quick`. */
    readonly project: string;
  };
  /** At least one. */
  readonly rows: readonly OverviewRow[];
  /** Reports to link; pages from the folder of the overview's. */
  readonly reports: readonly { readonly project: string; readonly title: string; readonly page: string }[];
  readonly generator: { readonly version: string };
}
