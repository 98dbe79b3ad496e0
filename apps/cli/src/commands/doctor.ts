import { BACKEND_VARIABLE } from '@vestige/model/options';
import type { Argv } from 'yargs';
import { BACKEND_OPTION } from '../options.ts';

/** Adds `vestige doctor`: whether everything that the stages need is there. */
export function doctorCommand(yargs: Argv): Argv {
  return yargs.command(
    'doctor',
    'Check what the stages need here: Node, kernels, backend, disk, experiments',
    (y) =>
      y
        .option('backend', BACKEND_OPTION)
        .option('json', { type: 'boolean', default: false, describe: 'For programs: JSON' })
        .example('$0 doctor', 'one line a check; exit code 1 if there is a problem'),
    async ({ backend, json }) => {
      if (backend !== undefined) process.env[BACKEND_VARIABLE] = backend;
      const { examine, tellFindings } = await import('../doctor/doctor.ts');
      const findings = await examine();
      console.log(json ? JSON.stringify(findings, null, 2) : tellFindings(findings).join('\n'));
      if (findings.some(({ status }) => status === 'problem')) process.exitCode = 1;
    },
  );
}
