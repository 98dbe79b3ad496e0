export type { Decision, SegmentAccount, Sum } from './account.ts';
export { ImportError } from './importError.ts';
export { IMPORT_VERSION, importSegment, type Segment } from './importSegment.ts';
export { isHeldWhole } from './isHeldWhole.ts';
export { openSource, type Source, type SourceRow } from './openSource.ts';
export { type ImportOptions, importOptionsSchema, TRAINERS, type TrainerName } from './options.ts';
export { type Recognised, recognise } from './recognise.ts';
export { type Settled, settle } from './settle.ts';
export { locationOf, type SourceFile } from './sourceFile.ts';
