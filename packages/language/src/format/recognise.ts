import type { TemplateSource } from './template.ts';
import type { PresetName } from './thoughts.ts';

/** How a model seems to mark its thoughts, and what tells it. */
export interface Recognised {
  readonly preset: PresetName;
  readonly evidence: string;
}

/** What tells each preset: words of the template, or of the vocabulary. */
const TELLING = {
  harmony: ['<|channel|>', '<|message|>'],
  gemma: ['<|channel>', '<channel|>'],
  mistral: ['[THINK]', '[/THINK]'],
  think: ['<think>', '</think>'],
} as const satisfies Partial<Record<PresetName, readonly string[]>>;

/** How a model marks its thoughts, by its template and its vocabulary. */
export function recognise({ template, isControl }: TemplateSource): Recognised {
  if (template === null) return { preset: 'none', evidence: 'it has no chat template' };
  for (const [preset, words] of Object.entries(TELLING) as [keyof typeof TELLING, readonly string[]][]) {
    const [first, last] = words as [string, string];
    const inTemplate = template.includes(first) || template.includes(last);
    const inVocabulary = isControl === undefined ? inTemplate : words.every(isControl);
    if (!inVocabulary) continue;
    const where = inTemplate ? 'its chat template' : 'its vocabulary';
    // Vocabularies have words that a model was never taught; the family's own are in the template too, but for Qwen's.
    if (inTemplate || preset === 'think') return { preset, evidence: `${first} is in ${where}` };
  }
  if (template.includes('<reasoning>')) {
    return { preset: 'reasoning', evidence: '<reasoning> is in its chat template' };
  }
  return { preset: 'none', evidence: 'neither chat template nor vocabulary marks thoughts' };
}
