/** Names of the ways in which families of models mark their thoughts. */
export type PresetName = 'think' | 'harmony' | 'gemma' | 'mistral' | 'reasoning';

/** A thought between two marks, as a model writes them. */
export interface Marks {
  readonly open: string;
  readonly close: string;
}

/** A family's marks, and what it writes with them. */
export interface Family extends Marks {
  /** Between the mark that opens and a thought. */
  readonly space: string;
  /** Between a thought and the mark that closes. */
  readonly end: string;
  /** What stands between the end of a thought and what follows it. */
  readonly gap: string;
  /** In place of the marks where there is no thought; they stand, empty, if absent. */
  readonly without?: string;
  /** Whether the marks are words of the vocabulary. */
  readonly control: boolean;
}

/** How each family of models marks its thoughts. */
export const FAMILIES: Readonly<Record<PresetName, Family>> = {
  // Qwen3, DeepSeek R1 and those made from them.
  think: { open: '<think>', close: '</think>', space: '\n', end: '\n', gap: '\n\n', control: true },
  // gpt-oss: a message of its own on the channel `analysis`, the answer on `final`.
  harmony: {
    open: '<|channel|>analysis<|message|>',
    close: '<|end|><|start|>assistant<|channel|>final<|message|>',
    ...{ space: '', end: '', gap: '', without: '<|channel|>final<|message|>', control: true },
  },
  gemma: { open: '<|channel>thought', close: '<channel|>', space: '\n', end: '', gap: '', control: true },
  mistral: { open: '[THINK]', close: '[/THINK]', space: '', end: '', gap: '', control: true },
  reasoning: {
    open: '<reasoning>',
    close: '</reasoning>',
    space: '\n',
    end: '\n',
    gap: '\n',
    control: false,
  },
};

/** A family for marks that a user gives. */
export function familyOf(marks: Marks): Family {
  return { ...marks, space: '\n', end: '\n', gap: '\n\n', control: false };
}

/**
 * What ends a thought: the mark that closes it, or its first word where that is a control word, since what follows, such as
 * a final message, is begun in several ways.
 */
export function endMark({ close, control }: Family): string {
  return control ? (/^<\|?[^>]*>/.exec(close)?.[0] ?? close) : close;
}
