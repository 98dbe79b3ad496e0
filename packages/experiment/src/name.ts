import { z } from 'zod';

/** Names become folders; a file system takes no more than 255 bytes, with what is put behind them. */
const LONGEST = 64;

/** Text that can be a key: no dictionary could tell whether it holds what every JavaScript object answers to. */
export const key = z
  .string()
  .refine((text) => !(text in Object.prototype), 'every JavaScript object has one; expected another name');

/** Names of experiments, conditions, presets: keys of dictionaries, folders, parts of the names of Nx projects. */
export const name = key
  .regex(/^[a-z][a-z0-9]*$/, 'expected lower-case letters and digits, beginning with a letter')
  .max(LONGEST, `expected at most ${LONGEST} characters`);
