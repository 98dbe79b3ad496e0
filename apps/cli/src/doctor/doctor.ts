import { styled } from '../terminal/guard.ts';
import { dim } from '../terminal/layout.ts';
import { calibrationNames, experimentNames, overviewNames } from '../workspace.ts';
import { checkExperiments } from './experiments.ts';
import type { Finding } from './finding.ts';
import { checkLinks } from './links.ts';
import { checkDisk, checkMachine, checkNode } from './machine.ts';
import { checkBackend, checkKernels, checkTensorFlow } from './numerics.ts';
import { checkNx } from './pipeline.ts';

/** Runs every check. */
export async function examine(): Promise<Finding[]> {
  return [
    checkNode(),
    checkKernels(),
    await checkBackend(),
    checkTensorFlow(),
    checkNx(),
    ...checkLinks([...experimentNames(), ...overviewNames(), ...calibrationNames()]),
    checkMachine(),
    checkDisk(),
    ...checkExperiments(),
  ];
}

const COLOURS = { ok: 'green', warning: 'yellow', problem: 'red' } as const;

/** One line a check, with what to do below it. */
export function tellFindings(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, status, message, advice }) => [
    `${styled(COLOURS[status], status.padEnd(7))}  ${check.padEnd(width)}  ${message}`,
    ...(advice ? [`${' '.repeat(width + 11)}${dim('→')} ${advice}`] : []),
  ]);
  return [...lines, '', conclusion(findings)];
}

function conclusion(findings: readonly Finding[]): string {
  const number = (wanted: Finding['status']) => findings.filter(({ status }) => status === wanted).length;
  const [problems, warnings] = [number('problem'), number('warning')];
  const noun = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;
  if (problems > 0)
    return `${noun(problems, 'problem')}, ${noun(warnings, 'warning')}: mend the problems first.`;
  if (warnings > 0) return `${noun(warnings, 'warning')}; everything works.`;
  return 'Everything is in order.';
}
