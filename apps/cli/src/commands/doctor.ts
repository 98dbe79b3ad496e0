import { BACKEND_VARIABLE } from '@vestige/model/options';
import type { Argv } from 'yargs';
import { BACKEND_OPTION, UsageError } from '../options.ts';

/** Adds `vestige doctor`: whether everything that the stages need is there. */
export function doctorCommand(yargs: Argv): Argv {
  return yargs.command(
    'doctor',
    'Check what the stages need here: Node, kernels, backend, disk, experiments',
    (y) =>
      y
        .option('backend', BACKEND_OPTION)
        .option('endpoint', {
          type: 'string',
          describe: 'What an OpenAI-compatible server can do, such as http://127.0.0.1:8000',
        })
        .option('model', { type: 'string', describe: 'Model of the server; the only one if absent' })
        .option('key-variable', {
          type: 'string',
          default: 'OPENAI_API_KEY',
          describe: 'Environment variable that holds the key of the server',
        })
        .option('json', { type: 'boolean', default: false, describe: 'For programs: JSON' })
        .example('$0 doctor', 'one line a check; exit code 1 if there is a problem')
        .example(
          '$0 doctor --endpoint http://127.0.0.1:8000',
          'what the server proves, by some 150 short requests',
        ),
    async ({ backend, json, endpoint, model, keyVariable }) => {
      if (endpoint !== undefined) {
        const { examineEndpoint } = await import('../doctor/endpoint.ts');
        if (!(await examineEndpoint({ url: endpoint, model, keyVariable }, json))) process.exitCode = 1;
        return;
      }
      if (model !== undefined)
        throw new UsageError('doctor: --model names that of a server; expected --endpoint');
      if (backend !== undefined) process.env[BACKEND_VARIABLE] = backend;
      const { examine, tellFindings } = await import('../doctor/doctor.ts');
      const findings = await examine();
      console.log(json ? JSON.stringify(findings, null, 2) : tellFindings(findings).join('\n'));
      if (findings.some(({ status }) => status === 'problem')) process.exitCode = 1;
    },
  );
}
