export { writeLargeEntry } from './largeEntry.ts';
export { entriesIn, poison } from './poison.ts';
export { type Served, served, WRITING_SECRET } from './served.ts';
