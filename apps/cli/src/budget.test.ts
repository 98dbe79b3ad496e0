import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadExperiment } from '@vestige/experiment';
import { testServer } from '@vestige/language/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { writeTypedFields } from './run/typedFields.ts';
import { folder, writeMiniature } from './testing/cli.ts';
import { at, QUESTIONS, REASONER, writeGiven } from './testing/givenExperiment.ts';
import { complaint, said } from './testing/inProcess.ts';

const here = folder(afterAll);
const questions = join(here, 'questions.jsonl');
writeFileSync(questions, QUESTIONS);

const RUN = ['--seed', '0', '--condition', 'model'];
let made = 0;

/** A new experiment on a server, by the command; its folder. */
async function fresh(url: string, ...flags: string[]): Promise<string> {
  const name = `fresh${made++}`;
  const server = ['--questions', questions, '--endpoint', url, '--model', 'planted', '--max-tokens', '80'];
  await said('new', 'experiment', name, '--into', here, ...server, ...flags);
  return join(here, name);
}

describe('what is typed of a new experiment', () => {
  test('stands in its file', async () => {
    const directory = await fresh('http://127.0.0.1:1', '--prompts', '10', '--budget', '2h');
    const file = join(directory, 'experiment.json');
    for (const preset of [undefined, 'quick']) {
      const { ablation, language, policies } = loadExperiment(file, preset);
      expect([ablation.prompts, language.budget, policies.model?.language.budget]).toEqual([10, '2h', '2h']);
    }
    const tokens = await fresh('http://127.0.0.1:1', '--budget', '5000');
    expect(loadExperiment(join(tokens, 'experiment.json')).language.budget).toBe(5000);
  });

  test('is refused in a line', async () => {
    const words = ['new', 'experiment', 'mine', '--into', here];
    expect(await complaint(...words, '--questions', questions, '--gguf', 'x', '--prompts', '25')).toBe(
      `--prompts 25: ${questions} has 24 questions; expected at most as many`,
    );
    expect(await complaint(...words, '--budget', '2h')).toMatch(
      /^new experiment: --budget needs --questions/,
    );
    expect(await complaint('run', 'loan', '--budget', 'soon')).toBe(
      'run: --budget "soon": expected a number of tokens, such as 500000, or a time, such as 90m or 2h; see `vestige run --help`',
    );
  });
});

describe('a budget that runs out leaves what is answered whole', () => {
  const answered = (directory: string) => {
    const policies = readFileSync(join(directory, 'runs/model-s0/ablate/policies.json'), 'utf8');
    return JSON.parse(policies)[0].prompts;
  };

  test.each([
    ['1', 0, 4, 4],
    ['200s', 0, 24, 24],
    ['0.5s', 5, 4, 23],
  ])('%s', async (budget, delay, least, most) => {
    await using server = await testServer({ dialect: 'llama.cpp', model: REASONER, delay });
    const directory = await fresh(server.url, '--budget', budget);
    const file = join(directory, 'experiment.json');
    const { language, ...others } = JSON.parse(readFileSync(file, 'utf8'));
    const asked = { ...language, template: null, concurrency: 1 };
    writeFileSync(file, JSON.stringify({ ...others, language: asked }));
    await said('ablate', directory, ...RUN);
    const [whole, wanted] = answered(directory);
    expect(wanted).toBe(24);
    expect(whole).toBeGreaterThanOrEqual(least);
    expect(whole).toBeLessThanOrEqual(most);
    await said('analyze', directory);
    await said('report', directory);
  });
});

describe('what is typed of a run', () => {
  const experiment = (preset?: string, fields: object = {}) => {
    const directory = writeGiven(here, at('http://127.0.0.1:1'), { presets: { quick: {} }, ...fields });
    const file = join(directory, 'experiment.json');
    return { file, loaded: loadExperiment(file, preset) };
  };

  test('is written into the file, and said in a line; once', () => {
    const { file, loaded } = experiment();
    const first = writeTypedFields(loaded, { prompts: 12, budget: '2h' });
    expect(first.told).toBe(
      `Wrote ablation.prompts 12 and language.budget "2h" into ${file}, which the run follows.`,
    );
    const again = loadExperiment(file);
    expect(first.experiment).toEqual(again);
    expect([again.ablation.prompts, again.policies.a?.language.budget]).toEqual([12, '2h']);
    const text = readFileSync(file, 'utf8');
    expect(writeTypedFields(again, { prompts: 12, budget: '2h' })).toEqual({ experiment: again });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('is written into the preset that is run', () => {
    const { file, loaded } = experiment('quick');
    expect(writeTypedFields(loaded, { prompts: 12 }).told).toMatch(
      /^Wrote presets\.quick\.ablation\.prompts 12 /,
    );
    expect(loadExperiment(file).ablation.prompts).toBe(24);
    expect(loadExperiment(file, 'quick').ablation.prompts).toBe(12);
  });

  test('leaves the file alone where it could not count', () => {
    const own = { policies: { a: { rule: 'answer', gguf: 'a.gguf', language: { budget: 7 } } } };
    const { file, loaded } = experiment(undefined, own);
    const text = readFileSync(file, 'utf8');
    expect(() => writeTypedFields(loaded, { budget: '2h' })).toThrow(
      /^--budget: .* says policies\.a\.language\.budget; expected it to be changed there$/,
    );
    const trained = join(dirname(here), 'trained');
    mkdirSync(trained);
    const miniature = loadExperiment(writeMiniature(trained, { name: 'trained' }));
    expect(() => writeTypedFields(miniature, { budget: 100 })).toThrow(
      /^--budget: the policies of trained are trained here; expected an experiment on a language model$/,
    );
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test.each([
    ['overview', '--prompts', '3'],
    ['calibration', '--budget', '2h'],
  ])('is refused of %s', async (name, flag, value) => {
    expect(await complaint('run', name, flag, value)).toBe(
      `${flag}: is written into the file of an experiment; expected one`,
    );
  });
});
