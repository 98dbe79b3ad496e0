import { endMark, FAMILIES, type PresetName as FamilyName, familyOf, type Marks } from '@vestige/thoughts';
import type { Extraction } from './extract.ts';
import type { Piece } from './textFormat.ts';

export type { Marks };

/** Names of the ways in which families of models mark their thoughts; `none` where they do not. */
export type PresetName = FamilyName | 'none';

/** Where a thought begins and ends. `none` marks nothing: steps, and then what an answer follows. */
export type ThoughtOptions = PresetName | Marks;

/** How a thought stands between the beginning of a model's turn and its answer. */
export interface Thoughts {
  /**
   * What is put after the beginning of a turn, so that a thought comes next.
   *
   * @param begun the turn as the template begins it
   * @returns null if no thought can come there, since the template has closed it
   */
  open(begun: string): string | null;
  /** What is put there so that an answer comes next: a thought left out or left empty, as the family does. */
  skip(begun: string): string;
  /** All that stands between a thought and the cue of its answer, by the thought as it stands in the text. */
  close(thought: string): readonly Piece[];
  /** Where a thought that was written ends; -1 if it does not. */
  end(text: string, from: number): number;
  /** Texts of which each ends a thought; none if it has no mark. */
  readonly ends: readonly string[];
  /** Control words that a vocabulary has to have. */
  readonly needs: readonly string[];
}

/** Makes ready what the options say; the cue is what an answer follows. */
export function thoughtsOf(options: ThoughtOptions, extraction: Extraction): Thoughts {
  if (options === 'none') return steps(extraction);
  const family = typeof options === 'string' ? FAMILIES[options] : familyOf(options);
  const { open, close, space, end, gap, without, control } = family;
  const first = endMark(family);
  return {
    open(begun) {
      const last = begun.lastIndexOf(open);
      if (last < 0) return `${open}${space}`;
      if (begun.indexOf(close, last) >= 0) return null;
      return begun.endsWith(open) ? space : '';
    },
    skip(begun) {
      const last = begun.lastIndexOf(open);
      if (last < 0) return without ?? `${open}${space}${end}${close}${gap}`;
      if (begun.indexOf(close, last) >= 0) return begun.endsWith(close) ? gap : '';
      return `${begun.endsWith(open) ? space : ''}${end}${close}${gap}`;
    },
    close(thought) {
      const text = `${thought.endsWith(end) ? '' : end}${close}`;
      return gap === '' ? [{ text, control }] : [{ text, control }, { text: gap }];
    },
    end: (text, from) => text.indexOf(first, from),
    ends: [first],
    needs: control ? (`${open}${close}`.match(/<[^>]*>|\[[^\]]*\]/g) ?? []) : [],
  };
}

/** Steps without marks, up to the cue of the answer. */
function steps({ cueAt }: Extraction): Thoughts {
  return {
    open: () => '',
    skip: () => '',
    close: (thought) => (thought === '' || /[\s$]$/.test(thought) ? [] : [{ text: '\n\n' }]),
    end: cueAt,
    ends: [],
    needs: [],
  };
}
