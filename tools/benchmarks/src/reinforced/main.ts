// Whether what is said of a run's rollouts is true: a planted history of 200,000 rollouts, coverage of intervals and the rate
// of false discoveries over many smaller ones (each drawn by its number, which begin at --from), and with --speed rollouts a
// second and memory at a million of 1.5 kB.

import { parseArgs } from 'node:util';
import { analyzeRollouts, reinforcementSchema } from '@vestige/reinforcement';
import { PLANTED, type PlantedPhrase, plantedRollouts, plantedTruth } from '@vestige/reinforcement/testing';
import { table } from '../table.ts';
import { Coverage } from './coverage.ts';
import { measureSpeed } from './speed.ts';

const LARGE = { steps: 200, batch: 125, problems: 1000, group: 8, noise: 60 };
const SMALL = { steps: 20, batch: 40, problems: 200, group: 8 };

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '400' },
    from: { type: 'string', default: '1' },
    noise: { type: 'string', default: '200' },
    speed: { type: 'boolean', default: false },
    rollouts: { type: 'string', default: '1000000' },
  },
});

if (values.speed) await measureSpeed(Number(values.rollouts));
else {
  await largeHistory();
  await manySmall(Number(values.from), Number(values.histories), Number(values.noise));
}

async function largeHistory(): Promise<void> {
  const found = await analyzeRollouts(
    () => plantedRollouts(LARGE, 0),
    reinforcementSchema.parse({ longest: 5 }),
  );
  const rows = found.features
    .slice(0, 8)
    .map(({ name, frequency, fate, received, beyondAnswer, dependence }, rank) => {
      const phrase =
        (Object.keys(PLANTED) as PlantedPhrase[]).find((key) => PLANTED[key] === name) ?? 'noise';
      const truth = plantedTruth(LARGE, phrase);
      return [
        ...[String(rank + 1), phrase, `${percent(frequency.first!)} to ${percent(frequency.last!)}`, fate!],
        ...[told(received!), truth.received.toFixed(2), told(beyondAnswer!), truth.beyondAnswer.toFixed(2)],
        received!.discovered ? 'yes' : 'no',
        told(dependence!.last.within),
      ];
    });
  console.log(
    `${found.rollouts.read} rollouts, ${found.tested} features tested, ${found.problems} problems\n`,
  );
  console.log(
    table(
      [
        'rank',
        'phrase',
        'share',
        'fate',
        'received',
        'true',
        'beyond answer',
        'true',
        'discovered',
        'tau, last third',
      ],
      rows,
    ),
  );
}

async function manySmall(from: number, histories: number, noise: number): Promise<void> {
  const size = { ...SMALL, noise };
  const coverage = new Coverage();
  let falseShare = 0;
  let falseShareBeyond = 0;
  let falseSquares = 0;
  for (let key = from; key < from + histories; key++) {
    const { features } = await analyzeRollouts(
      () => plantedRollouts(size, key),
      reinforcementSchema.parse({ longest: 5, sample: 2000 }),
    );
    let [discovered, wrong, beyond, wrongBeyond] = [0, 0, 0, 0];
    for (const { name, received, beyondAnswer, withAnswer, frequency } of features) {
      const phrase =
        (Object.keys(PLANTED) as PlantedPhrase[]).find((one) => PLANTED[one] === name) ?? 'noise';
      const truth = plantedTruth(size, phrase);
      coverage.add(phrase, 'received', received!, truth.received);
      coverage.add(phrase, 'beyond answer', beyondAnswer!, truth.beyondAnswer);
      coverage.add(phrase, 'with answer', withAnswer!, truth.received - truth.beyondAnswer);
      if (phrase === 'noise') coverage.add(phrase, 'change of share', frequency.change!, 0);
      discovered += Number(received!.discovered);
      wrong += Number(received!.discovered && truth.received === 0);
      beyond += Number(beyondAnswer!.discovered);
      wrongBeyond += Number(beyondAnswer!.discovered && truth.beyondAnswer === 0);
    }
    falseShare += wrong / Math.max(1, discovered) / histories;
    falseSquares += (wrong / Math.max(1, discovered)) ** 2 / histories;
    falseShareBeyond += wrongBeyond / Math.max(1, beyond) / histories;
  }
  const error = Math.sqrt((falseSquares - falseShare ** 2) / histories);
  console.log(
    `\n${histories} histories of ${size.steps * size.batch * size.group} rollouts, ${size.problems} problems, ${noise} phrases of noise`,
  );
  console.log(
    `False discoveries at q = .05: ${percent(falseShare)} (standard error ${percent(error)}), beyond the answer ${percent(falseShareBeyond)}\n`,
  );
  console.log(table(['phrase', 'figure', 'truth', 'mean', '95 % interval holds it', 'n'], coverage.rows()));
}

function told(interval: { value: number; low: number | null; high: number | null } | null): string {
  if (!interval) return '-';
  return `${interval.value.toFixed(2)} (${interval.low?.toFixed(2)} to ${interval.high?.toFixed(2)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
