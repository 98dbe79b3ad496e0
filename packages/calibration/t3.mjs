import { PLANTED_NAMES } from './src/policies.ts';
import { simulate } from './src/simulate.ts';

const sims = +process.argv[2];
const names = process.argv[3]?.split(',') ?? PLANTED_NAMES;
const cov = new Map(),
  ver = new Map();
for (const name of names) {
  const t = process.cpuUsage().user;
  for (const { verdicts, intervals } of simulate(name, {
    prompts: [128, 256, 512, 1024],
    seeds: 3,
    simulations: sims,
    spread: 0.1,
    interventions: ['now', 'cut', 'filler', 'drop', 'swap', 'resample'],
    confidence: 0.95,
    resamples: 100,
    seed: 0,
  })) {
    for (const v of verdicts) {
      const k = [name, v.subject, v.expected, v.prompts, v.spread].join(' ');
      const m = ver.get(k) ?? {};
      m[v.found] = (m[v.found] ?? 0) + 1;
      ver.set(k, m);
    }
    for (const i of intervals) {
      for (const k of [
        `ALL ${i.prompts} ${i.spread}`,
        `${i.estimator} ${i.prompts} ${i.spread}`,
        `${name}/${i.estimator} ${i.prompts} ${i.spread}`,
      ]) {
        const m = cov.get(k) ?? [0, 0];
        m[0] += i.holds;
        m[1]++;
        cov.set(k, m);
      }
    }
  }
  console.log(name, ((process.cpuUsage().user - t) / 1e6 / sims).toFixed(2), 's per sim');
}
for (const [k, v] of ver) if (k.includes('1024') || k.includes(' whole')) console.log(k, JSON.stringify(v));
for (const [k, v] of [...cov].sort()) if (!k.includes('/')) console.log(k, (v[0] / v[1]).toFixed(3), v[1]);

import { writeFileSync } from 'node:fs';

writeFileSync('/tmp/cov.json', JSON.stringify([...cov]));
