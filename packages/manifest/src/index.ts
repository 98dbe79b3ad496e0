export { type FieldDifference, fieldDifferences } from './differences.ts';
export { IntegrityError } from './errors.ts';
export { acquireLock, type Lock } from './lock.ts';
export { type ExpectedFolder, MANIFEST_FILE, type Recipe } from './manifest.ts';
export { copyStageFolder, removeAbandoned, type StageWriting, writeStageFolder } from './stageFolder.ts';
export {
  damageOf,
  expectIntact,
  expectStages,
  manifestDigest,
  mistakeOf,
  readChecked,
  readCheckedJson,
  stageFolderOf,
  writtenDigest,
} from './verify.ts';
