export { bare, boxed, CUE, type Cue, cueOf, lastNumber, letterReader } from './answers.ts';
export { endMark, FAMILIES, type Family, familyOf, type Marks, type PresetName } from './marks.ts';
