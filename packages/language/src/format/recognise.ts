import type { TemplateSource } from './template.ts';
import type { PresetName } from './thoughts.ts';

/** How a model seems to mark its thoughts, and what tells it. */
export interface Recognised {
  readonly preset: PresetName;
  readonly evidence: string;
}

/** What tells each preset, the first that is found. */
const TELLING = {
  harmony: ['<|channel|>', '<|message|>'],
  gemma: ['<|channel>', '<channel|>'],
  mistral: ['[THINK]', '[/THINK]'],
  think: ['<think>', '</think>'],
  reasoning: ['<reasoning>'],
} satisfies Partial<Record<PresetName, readonly string[]>>;

/**
 * How a model marks its thoughts: as its template does, if its vocabulary has the words for it. Vocabularies alone tell
 * nothing, since families share them with models that do not think.
 */
export function recognise({ template, isControl = () => true }: TemplateSource): Recognised {
  if (template === null) return { preset: 'none', evidence: 'it has no chat template' };
  for (const [preset, marks] of Object.entries(TELLING)) {
    const told = marks.find((mark) => template.includes(mark));
    if (told === undefined) continue;
    const evidence = `${told} is in its chat template`;
    if (preset === 'reasoning' || marks.every(isControl)) return { preset: preset as PresetName, evidence };
  }
  return { preset: 'none', evidence: 'its chat template marks no thoughts with words of its vocabulary' };
}
