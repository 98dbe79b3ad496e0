import { analyzeRollouts, type Progress, reinforcementSchema } from '@vestige/reinforcement';
import { plantedRollouts } from '@vestige/reinforcement/testing';

const PROBLEMS = 10_000;
const BATCH = 125;
const GROUP = 8;

/**
 * Prints processor time and memory of an analysis of planted rollouts of about 1.5 kB, made as they are read. Processor time,
 * since it does not depend on what else the machine does; what making the rollouts takes is taken off.
 */
export async function measureSpeed(rollouts: number): Promise<void> {
  const steps = Math.round(rollouts / BATCH / GROUP);
  const size = { steps, batch: BATCH, problems: PROBLEMS, group: GROUP, noise: 60, filler: 120 };
  const { making, characters } = makeSome({ ...size, steps: 20 });
  const seconds: Record<Progress['reading'], { first: number; last: number }> = {
    first: { first: Infinity, last: 0 },
    second: { first: Infinity, last: 0 },
  };
  const start = processorSeconds();
  const found = await analyzeRollouts(
    () => plantedRollouts(size, 0),
    reinforcementSchema.parse({}),
    ({ reading }) => {
      const now = processorSeconds() - start;
      seconds[reading].first = Math.min(seconds[reading].first, now);
      seconds[reading].last = now;
    },
  );
  const all = processorSeconds() - start;
  const { read } = found.rollouts;
  const { first, second } = seconds;
  const perRollout = (span: { first: number; last: number }) => (span.last - span.first) / read - making;
  const rate = 1 / (perRollout(first) + perRollout(second));
  const rest = all - (first.last - first.first) - (second.last - second.first);
  console.log(
    [
      `${read} rollouts of ${characters.toFixed(0)} characters, ${found.tested} features tested, ${found.dropped} dropped`,
      `first reading ${(1e6 * perRollout(first)).toFixed(0)} us a rollout, second ${(1e6 * perRollout(second)).toFixed(0)} us: ${rate.toFixed(0)} rollouts a second`,
      `finding features and estimating ${rest.toFixed(0)} s, all ${all.toFixed(0)} s of processor time`,
      `at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB resident`,
    ].join('\n'),
  );
}

/** Processor seconds to make a rollout, and its mean length. */
function makeSome(size: Parameters<typeof plantedRollouts>[0]): { making: number; characters: number } {
  const start = processorSeconds();
  let [characters, made] = [0, 0];
  for (const { thought } of plantedRollouts(size, 0)) {
    characters += thought!.length;
    made++;
  }
  return { making: (processorSeconds() - start) / made, characters: characters / made };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
