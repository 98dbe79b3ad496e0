export type { Course, CourseStep, Facts, Found, Page } from './answers.ts';
export { type Browsed, GrowingIndex } from './growingIndex.ts';
export { type Building, IndexError } from './index/buildIndex.ts';
export { placesOf, type Where } from './query/match.ts';
export { parseText, QueryError, type TextQuery } from './query/parseText.ts';
export { type Filters, type Query, type Range, SORT_KEYS, type SortKey } from './query/query.ts';
export { openIndex, RolloutIndex } from './rolloutIndex.ts';
export type { Source } from './source.ts';
export { queryOf, sentencesWith, type TextSentence } from './view/sentences.ts';
