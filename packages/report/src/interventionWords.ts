/** Interventions in a few words, for axes and tables. */
const INTERVENTIONS: Readonly<Record<string, string>> = {
  own: 'own, as sampled',
  frozen: 'own, most probable',
  now: 'answer at once',
  cut0: 'left empty',
  filler: 'filler words',
  shuffle: 'phrases shuffled',
  scramble: 'tokens shuffled',
  swap: 'swapped',
  swapSame: 'swapped, same answer',
  mistake: 'a mistake put in',
  drop: 'dropped',
  resample: 'resampled',
  paraphrase: 'paraphrased',
  force: 'word forced',
  forbid: 'word forbidden',
  substitute: 'words substituted',
  flip: 'prompt flipped',
  regrow: 'flipped, regrown',
  transplant: 'grown on flipped prompt',
};

/** Fine-tuning on empty reasoning, by what is measured after it. */
const READAPTED: Readonly<Record<string, string>> = {
  '': 'readapted',
  Thinking: 'readapted, own reasoning',
  Label: 'readapted to the labels',
};

/** An intervention, with the type of phrase that it touched if it has one, in a few words. */
export function interventionWords(treatment: string): string {
  const cut = /^cut([\d.]+)$/.exec(treatment);
  if (cut && treatment !== 'cut0') return `first ${cut[1]}%`;
  const readapted = /^readapt(Thinking|Label)?(\d+)$/.exec(treatment);
  if (readapted) {
    const [, kind = '', steps] = readapted;
    return `${READAPTED[kind]}, ${steps} ${steps === '1' ? 'step' : 'steps'}`;
  }
  const [intervention = '', ...unit] = treatment.split('.');
  if (intervention === 'mistake' && unit.length > 0) return `mistake in ${unit.join('.')}`;
  const words = INTERVENTIONS[intervention] ?? intervention;
  return unit.length > 0 ? `${unit.join('.')} ${words}` : words;
}
