import type { Context, Writing, Written } from '@vestige/policy';
import { endOfThought, inText, outOfText, type TextFormat } from '../textFormat.ts';
import { textOf } from './promptTexts.ts';

/** Tells what was written on from a context apart: its thought, and its answer. */
export function writtenOf(
  { thought }: Context,
  until: Writing['until'],
  stop: Written['stop'],
  raw: string,
  format: TextFormat,
): Written {
  if (thought === null) {
    const answer = until === 'answer' && stop === 'end' ? format.answerIn(raw) : null;
    return { thought: '', answer, stop, raw };
  }
  const given = inText(format, thought);
  const text = given + raw;
  const at = text.indexOf(endOfThought(format), given.length);
  const answered = until === 'answer' && stop === 'end' && at >= 0;
  return {
    thought: outOfText(format, at < 0 ? text : text.slice(0, at)),
    answer: answered ? answerBehind(text.slice(at), format) : null,
    stop: until === 'thought' && at >= 0 ? 'end' : stop,
    raw,
  };
}

/** The answer of a text that begins where the thought ends; null if what comes is none. */
function answerBehind(text: string, format: TextFormat): string | null {
  const close = textOf(format.close);
  return text.startsWith(close) ? format.answerIn(text.slice(close.length)) : null;
}
