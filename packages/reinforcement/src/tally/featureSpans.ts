import { sentenceSpans } from '@vestige/questions/sentences';
import { RE2JS } from 're2js';
import type { Feature } from '../discover/feature.ts';
import { templateOf } from '../text/templates.ts';
import { BREAK, placedWordsOf } from '../text/words.ts';

/** A place of a text that has a feature, in characters (UTF-16). */
export interface FeatureSpan {
  readonly start: number;
  readonly end: number;
  /** Its number among those looked for. */
  readonly feature: number;
}

interface Node {
  readonly children: Map<string, Node>;
  feature?: number;
}

/**
 * Looks for all places of features, which are those that the analysis counts. They may lie in one another.
 *
 * @returns places in a text: those of units, of phrases and words, then of patterns
 */
export function featureSpans(features: readonly Feature[]): (text: string) => FeatureSpan[] {
  const root: Node = { children: new Map() };
  const units = new Map<string, number>();
  const patterns: { readonly feature: number; readonly pattern: RE2JS }[] = [];
  for (const [feature, { kind, name, source }] of features.entries()) {
    if (kind === 'unit') units.set(name, feature);
    else if (kind === 'pattern') patterns.push({ feature, pattern: RE2JS.compile(source!) });
    else nodeOf(root, name.split(' ')).feature = feature;
  }
  return (text) => [
    ...(units.size > 0 ? unitSpans(text, units) : []),
    ...(root.children.size > 0 ? phraseSpans(text, root) : []),
    ...patterns.flatMap(({ feature, pattern }) => patternSpans(text, pattern, feature)),
  ];
}

function nodeOf(root: Node, words: readonly string[]): Node {
  let node = root;
  for (const word of words) {
    const next: Node = node.children.get(word) ?? { children: new Map() };
    node.children.set(word, next);
    node = next;
  }
  return node;
}

function unitSpans(text: string, units: ReadonlyMap<string, number>): FeatureSpan[] {
  return sentenceSpans(text).flatMap(({ start, end }) => {
    const feature = units.get(templateOf(text.slice(start, end)));
    return feature === undefined ? [] : { start, end, feature };
  });
}

function phraseSpans(text: string, root: Node): FeatureSpan[] {
  const words = placedWordsOf(text);
  const spans: FeatureSpan[] = [];
  for (const [first, { start }] of words.entries()) {
    let node: Node | undefined = root;
    for (let at = first; at < words.length && words[at]!.word !== BREAK; at++) {
      node = node.children.get(words[at]!.word);
      if (!node) break;
      if (node.feature !== undefined) spans.push({ start, end: words[at]!.end, feature: node.feature });
    }
  }
  return spans;
}

function patternSpans(text: string, pattern: RE2JS, feature: number): FeatureSpan[] {
  const spans: FeatureSpan[] = [];
  const matcher = pattern.matcher(text);
  while (matcher.find()) spans.push({ start: matcher.start(), end: matcher.end(), feature });
  return spans;
}
