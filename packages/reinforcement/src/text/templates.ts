import { sentenceSpans } from '@vestige/questions/sentences';
import { ANY_NUMBER } from './words.ts';

/** A unit with more characters is no template. */
const LONGEST = 400;
const NUMBERS = /\p{N}+(?:[.,]\p{N}+)*/gu;
const SPACE = /\s+/g;

/**
 * Sentences of a text with {@link ANY_NUMBER} for each number and one space for any, so that `x = 3` and `x = 4` are one
 * template. Lists, formulas and code are whole; those of more than 400 characters are left out.
 */
export function templatesOf(text: string): string[] {
  const templates: string[] = [];
  for (const { start, end } of sentenceSpans(text)) {
    if (end - start <= LONGEST) templates.push(templateOf(text.slice(start, end)));
  }
  return templates;
}

/** The template of a sentence. */
export function templateOf(sentence: string): string {
  return sentence.replace(NUMBERS, ANY_NUMBER).replace(SPACE, ' ');
}
