/** Writing systems by their Unicode scripts; those that one language mixes are one. */
const SYSTEMS: readonly (readonly [name: string, scripts: RegExp])[] = [
  ['Latin', /\p{sc=Latin}/u],
  ['Han', /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}]/u],
  ['Cyrillic', /\p{sc=Cyrillic}/u],
  ['Arabic', /\p{sc=Arabic}/u],
  ['Hangul', /\p{sc=Hangul}/u],
  ['Devanagari', /\p{sc=Devanagari}/u],
  ['Greek', /\p{sc=Greek}/u],
  ['Hebrew', /\p{sc=Hebrew}/u],
  ['Thai', /\p{sc=Thai}/u],
  ['Bengali', /\p{sc=Bengali}/u],
  ['Tamil', /\p{sc=Tamil}/u],
  ['Telugu', /\p{sc=Telugu}/u],
  ['Georgian', /\p{sc=Georgian}/u],
  ['Armenian', /\p{sc=Armenian}/u],
  ['Ethiopic', /\p{sc=Ethiopic}/u],
];
const LATIN = 0;
const GREEK = SYSTEMS.findIndex(([name]) => name === 'Greek');
const NONE = -1;
const BEYOND_ASCII = /[^\0-\x7f]/;
const WORD = /\p{L}+/gu;

/** Letters of a text by writing system. */
export interface Scripts {
  readonly letters: number;
  /** How many writing systems it has words in. */
  readonly systems: number;
  /** How often a letter follows one of another writing system, whatever stands between. */
  readonly switches: number;
}

/**
 * Counts changes of the writing system (Unicode property Script). Chinese and Japanese scripts are one. Letters of no
 * listed script are not counted, nor is a Greek letter by itself, which is a symbol of a formula. Linear in the length.
 */
export function scriptsOf(text: string): Scripts {
  if (!BEYOND_ASCII.test(text)) {
    let letters = 0;
    for (let i = 0; i < text.length; i++) {
      const lower = text.charCodeAt(i) | 32;
      letters += Number(lower >= 97 && lower <= 122);
    }
    return { letters, systems: Number(letters > 0), switches: 0 };
  }
  let letters = 0;
  let switches = 0;
  let last = NONE;
  const seen = new Set<number>();
  for (const word of text.match(WORD) ?? []) {
    const symbol = word.length === 1;
    for (const character of word) {
      const system = systemOf(character);
      if (system === NONE || (symbol && system === GREEK)) continue;
      letters++;
      seen.add(system);
      if (last !== NONE && system !== last) switches++;
      last = system;
    }
  }
  return { letters, systems: seen.size, switches };
}

const known = new Map<string, number>();

function systemOf(character: string): number {
  const code = character.charCodeAt(0);
  if (code < 128) return LATIN;
  let system = known.get(character);
  if (system === undefined) {
    system = SYSTEMS.findIndex(([, scripts]) => scripts.test(character));
    known.set(character, system);
  }
  return system;
}
