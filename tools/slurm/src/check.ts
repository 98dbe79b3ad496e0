/**
 * Rehearses `vestige submit` on the Slurm that SLURM_CONF names:
 *
 *   node tools/slurm/src/check.ts <scratch folder> [--kills 3] [--seed 1] [--only loan|kills|limit]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rehearseKills } from './kills.ts';
import { rehearseLimit } from './limit.ts';
import { rehearseLoan } from './loan.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const [scratch = ''] = positionals;
if (scratch === '') throw new Error('expected a scratch folder');
const { only = '' } = values;
if (only === '' || only === 'loan') await rehearseLoan(join(scratch, 'loan'));
if (only === '' || only === 'kills') {
  await rehearseKills(join(scratch, 'kills'), Number(values.kills), Number(values.seed));
}
if (only === 'limit') await rehearseLimit(join(scratch, 'limit'));
