import { draftOf } from '../draft.ts';
import type { Format } from './format.ts';

/** Any table of rollouts whose columns the option `map` names. */
export const table: Format = {
  name: 'table',
  place: () => null,
  tells: [],
  drafts: (record) => [{ ...draftOf('', []), extra: { ...record } }],
};
