/** Works that methods may cite, as BibTeX. */
const REFERENCES = {
  ahmadian2024: article(
    'Ahmadian, Arash and Cremer, Chris and Gall{\\\'e}, Matthias and Fadaee, Marzieh and Kreutzer, Julia and Pietquin, Olivier and {\\"U}st{\\"u}n, Ahmet and Hooker, Sara',
    'Back to Basics: Revisiting {REINFORCE} Style Optimization for Learning from Human Feedback in {LLMs}',
    '2402.14740',
    2024,
  ),
  bogdan2025: article(
    'Bogdan, Paul C. and Macar, Uzay and Nanda, Neel and Conmy, Arthur',
    'Thought Anchors: Which {LLM} Reasoning Steps Matter?',
    '2506.19143',
    2025,
  ),
  efron1979: {
    type: 'article',
    author: 'Efron, Bradley',
    title: 'Bootstrap Methods: Another Look at the Jackknife',
    journal: 'The Annals of Statistics',
    volume: 7,
    number: 1,
    pages: '1--26',
    year: 1979,
  },
  holm1979: {
    type: 'article',
    author: 'Holm, Sture',
    title: 'A Simple Sequentially Rejective Multiple Test Procedure',
    journal: 'Scandinavian Journal of Statistics',
    volume: 6,
    number: 2,
    pages: '65--70',
    year: 1979,
  },
  kingma2015: article(
    'Kingma, Diederik P. and Ba, Jimmy',
    'Adam: A Method for Stochastic Optimization',
    '1412.6980',
    2014,
  ),
  lanham2023: article(
    'Lanham, Tamera and others',
    'Measuring Faithfulness in Chain-of-Thought Reasoning',
    '2307.13702',
    2023,
  ),
  loshchilov2019: article(
    'Loshchilov, Ilya and Hutter, Frank',
    'Decoupled Weight Decay Regularization',
    '1711.05101',
    2017,
  ),
  pearl2001: {
    type: 'inproceedings',
    author: 'Pearl, Judea',
    title: 'Direct and Indirect Effects',
    booktitle: 'Proceedings of the Seventeenth Conference on Uncertainty in Artificial Intelligence',
    pages: '411--420',
    year: 2001,
  },
  pfau2024: article(
    'Pfau, Jacob and Merrill, William and Bowman, Samuel R.',
    "Let's Think Dot by Dot: Hidden Computation in Transformer Language Models",
    '2404.15758',
    2024,
  ),
  radford2019: {
    type: 'techreport',
    author:
      'Radford, Alec and Wu, Jeffrey and Child, Rewon and Luan, David and Amodei, Dario and Sutskever, Ilya',
    title: 'Language Models are Unsupervised Multitask Learners',
    institution: 'OpenAI',
    year: 2019,
  },
  schulman2017: article(
    'Schulman, John and Wolski, Filip and Dhariwal, Prafulla and Radford, Alec and Klimov, Oleg',
    'Proximal Policy Optimization Algorithms',
    '1707.06347',
    2017,
  ),
  shao2024: article(
    'Shao, Zhihong and others',
    '{DeepSeekMath}: Pushing the Limits of Mathematical Reasoning in Open Language Models',
    '2402.03300',
    2024,
  ),
  su2021: article(
    'Su, Jianlin and Lu, Yu and Pan, Shengfeng and Murtadha, Ahmed and Wen, Bo and Liu, Yunfeng',
    '{RoFormer}: Enhanced Transformer with Rotary Position Embedding',
    '2104.09864',
    2021,
  ),
  tukey1958: {
    type: 'article',
    author: 'Tukey, John W.',
    title: 'Bias and Confidence in Not-Quite Large Samples',
    journal: 'The Annals of Mathematical Statistics',
    volume: 29,
    number: 2,
    pages: '614',
    year: 1958,
    note: 'Abstract',
  },
  williams1992: {
    type: 'article',
    author: 'Williams, Ronald J.',
    title: 'Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning',
    journal: 'Machine Learning',
    volume: 8,
    pages: '229--256',
    year: 1992,
  },
  yu2026: article(
    'Yu, Qinan and Tartaglini, Alexa and Hase, Peter and Guestrin, Carlos and Potts, Christopher',
    'Outcome Rewards Do Not Guarantee Verifiable or Causally Important Reasoning',
    '2604.22074',
    2026,
  ),
  zhao2025: article(
    'Zhao, Jiachen and Sun, Yiyou and Shi, Weiyan and Song, Dawn',
    'Can Aha Moments Be Fake? Identifying True and Decorative Thinking Steps in Chain-of-Thought',
    '2510.24941',
    2025,
  ),
} as const satisfies Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** Key of a work, or of Vestige itself. */
export type ReferenceKey = keyof typeof REFERENCES | 'vestige';

/** The work of a number on arXiv; undefined if it is none of these. */
export function referenceOn(arXiv: string): ReferenceKey | undefined {
  const keys = Object.keys(REFERENCES) as (keyof typeof REFERENCES)[];
  return keys.find((key) => 'eprint' in REFERENCES[key] && REFERENCES[key].eprint === arXiv);
}

/** A preprint on arXiv. */
function article(author: string, title: string, eprint: string, year: number) {
  const journal = `arXiv preprint arXiv:${eprint}`;
  return { type: 'article', author, title, journal, eprint, archiveprefix: 'arXiv', year } as const;
}

/**
 * The BibTeX entries of the works cited, by key.
 *
 * @param vestige the entry of Vestige itself
 */
export function bibliography(cited: readonly ReferenceKey[], vestige: string): string {
  const entries = [...cited].sort().map((key) => {
    if (key === 'vestige') return vestige;
    const { type, ...fields } = REFERENCES[key];
    const lines = Object.entries(fields).map(([field, value]) => `  ${field} = {${value}}`);
    return `@${type}{${key},\n${lines.join(',\n')}\n}\n`;
  });
  return entries.join('\n');
}
