/**
 * Makes an experiment on a language model short, and gives it the same model behind a server beside the file:
 *
 *   node tools/readers/src/shortRoad.ts <experiment.json> <address of the server>
 */
import { readFileSync, writeFileSync } from 'node:fs';

const [file, url] = process.argv.slice(2) as [string, string];
const experiment = JSON.parse(readFileSync(file, 'utf8'));
const { gguf, rule } = experiment.policies.model;
const { data } = (await (await fetch(`${url}/v1/models`)).json()) as { data: readonly { id: string }[] };
Object.assign(experiment, {
  environment: { ...experiment.environment, maxTokens: 32 },
  language: { contextSize: 1024 },
  policies: {
    file: { rule, gguf },
    server: { rule, endpoint: { url, model: data[0]!.id }, language: { concurrency: 2 } },
  },
  ablation: {
    ...{ prompts: 8, cuts: [0], readaptation: [] },
    interventions: ['repeat', 'now', 'cut', 'swap', 'flip'],
  },
  presets: {},
});
writeFileSync(file, `${JSON.stringify(experiment, null, 2)}\n`);
