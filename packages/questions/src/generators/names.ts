/** First names of one word, that no other word of a question is. */
export const NAMES: readonly string[] = (
  'Ada Ben Clara Daniel Emma Felix Greta Henry Ida Jonas Karla Leo Mia Noah Olga Peter Rosa Simon Tara Victor ' +
  'Wendy Yusuf Zoe Anton Bella Carlos Diana Elias Fiona Georg Hanna Ivan Julia Kevin Laura Martin Nina Oscar Paula Ralph'
).split(' ');
