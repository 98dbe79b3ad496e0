import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FILE } from './testing/fixture.ts';
import { described, GITHUB, openArtifacts, runJob, stepsOf } from './testing/workflow.ts';
import { copyWorkspace } from './testing/workspace.ts';

// GitHub's parser imports JSON as bundlers do.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import(
  '@actions/workflow-parser'
);

const WORKFLOW = 'workflows/experiments.yml';
const ALL = globSync('{workflows,actions}/**/*.yml', { cwd: GITHUB });
const textOf = (file: string) => readFileSync(join(GITHUB, file), 'utf8');

async function mistakesIn(content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: WORKFLOW, content }, new NoOperationTraceWriter());
  const { errors = [] } = await convertWorkflowTemplate(context, value!);
  return [...context.errors.getErrors(), ...errors].map(
    ({ message }: { message?: string; Message?: string }) => String(message),
  );
}

test("GitHub's own parser finds no mistake, and would", async () => {
  const text = textOf(WORKFLOW);
  expect(await mistakesIn(text)).toEqual([]);
  expect(await mistakesIn(text.replace('runs-on:', 'run-on:'))).not.toEqual([]);
  expect(await mistakesIn(text.replace('${{ inputs.experiment', '${{ input.experiment'))).not.toEqual([]);
});

test('rights are the least: contents are read, actions are pinned, and a secret reaches main alone', () => {
  const { permissions, on, jobs } = described(WORKFLOW);
  expect(permissions).toEqual({ contents: 'read' });
  expect(Object.values(jobs!).flatMap((job) => job.permissions ?? [])).toEqual([]);
  // What a stranger's pull request changes would run there with the rights of main.
  expect(Object.keys(on as object).sort()).toEqual(['pull_request', 'push', 'workflow_dispatch']);
  for (const { uses = './' } of ALL.flatMap((file) => stepsOf(described(file)))) {
    expect(uses).toMatch(/^(\.\/|actions\/[\w/-]+@[0-9a-f]{40}$)/);
  }
  const secrets = ALL.flatMap((file) => textOf(file).split('\n')).filter((line) => line.includes('secrets.'));
  expect(secrets).toHaveLength(1);
  expect(secrets[0]).toContain(
    "{{ github.ref == 'refs/heads/main' && secrets.VESTIGE_CACHE_TOKEN || vars.VESTIGE_CACHE_READ_TOKEN }}",
  );
  // Text of events is not put into commands, where it would be run.
  const commands = ALL.flatMap((file) => stepsOf(described(file))).flatMap(({ run }) => run ?? []);
  for (const command of commands) {
    expect(command).not.toContain('{{');
    execFileSync('bash', ['-n', '-c', command]);
  }
});

test('main alone keeps what others read', () => {
  const { jobs } = described(WORKFLOW);
  const steps = Object.values(jobs!).flatMap(({ steps }) => steps) as { uses?: string; if?: string }[];
  const saving = steps.filter(({ uses }) => uses?.startsWith('actions/cache/save@'));
  expect(saving).toHaveLength(1);
  expect(saving[0]!.if).toContain("{{ !cancelled() && github.ref == 'refs/heads/main' }}");
  for (const { uses } of ALL.flatMap((file) => stepsOf(described(file)))) {
    expect(uses ?? '').not.toMatch(/^actions\/cache@/);
  }
});

test('its jobs hand results on, each runs its own run, and the report comes of all of them', {
  timeout: 300_000,
}, () => {
  const checks = [{ condition: 'fair', estimator: 'accuracy.own', atMost: 1 }];
  const at = (job: string, matrix?: Readonly<Record<string, string>>) => {
    using workspace = copyWorkspace();
    workspace.writeExperiment({ ...FILE, ablation: { ...FILE.ablation, prompts: 40 }, checks } as never);
    return runJob(job, workspace, artifacts, matrix);
  };
  using artifacts = openArtifacts();
  const { outputs } = at('plan');
  const jobsOf = (wave: string) => JSON.parse(outputs[wave]!).include as Record<string, string>[];
  expect(jobsOf('first')).toEqual([{ name: 'tiny-base-s0', tasks: 'tiny-base-s0:ablate' }]);
  expect(jobsOf('second').map(({ name }) => name)).toEqual(['tiny-biased-s0', 'tiny-fair-s0']);
  for (const wave of ['first', 'second']) {
    for (const job of jobsOf(wave)) {
      const { printed } = at(wave, job);
      // Of what others made, nothing is made again.
      expect(printed.includes('pretraining')).toBe(wave === 'first');
    }
  }
  const { printed, summary } = at('report');
  expect(printed).not.toMatch(/pretraining|reinforcement learning|ablation:/);
  expect(printed).toContain('The one check holds.');
  expect(summary).toContain('| fair | accuracy.own |');
  // Another run of the workflow finds nothing left to do.
  expect(at('plan').outputs).toEqual({ first: '', second: '' });
});
