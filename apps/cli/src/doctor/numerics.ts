import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TENSORFLOW_FROM_WIDTH } from '@vestige/model/chooseBackend';
import { BACKEND_VARIABLE } from '@vestige/model/options';
import { tensorFlowPackage } from '@vestige/model/tensorFlow';
import { WORKSPACE } from '../workspace.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const VARIANTS = ['relaxed-simd', 'simd'];
const BUILD = 'npx nx build kernels';

export function checkKernels(): Finding {
  const missing = VARIANTS.filter(
    (variant) => !existsSync(join(WORKSPACE, 'packages/kernels/build', `${variant}.wasm`)),
  );
  if (missing.length === 0) return ok('kernels', `built: ${VARIANTS.join(', ')}`);
  return problem('kernels', `not built: ${missing.join(', ')}`, BUILD);
}

/** Loads the backend that stages would use. */
export async function checkBackend(): Promise<Finding> {
  const chosen = process.env[BACKEND_VARIABLE] || 'wasm (default)';
  try {
    const { useBackend } = await import('@vestige/model');
    const { backend, variant, kernels } = await useBackend();
    const loaded = chosen === 'auto' ? `auto: ${backend}` : chosen;
    const message = `${loaded} loads; kernels ${variant}${variant === kernels ? '' : ` ${kernels}`}`;
    if (backend === 'wasm' && variant !== VARIANTS[0]) {
      return warning(
        'backend',
        `${message}: without fused multiply-add, slower`,
        'nothing, if this processor lacks it; else run it with Node 24',
      );
    }
    if (backend === 'cpu') {
      return warning(
        'backend',
        `${message}: far too slow to train with`,
        `use --backend wasm, or unset ${BACKEND_VARIABLE}`,
      );
    }
    return ok('backend', message);
  } catch (error) {
    const reason = String((error as Error).message).split('\n')[0]!;
    return problem(
      'backend',
      `${chosen} does not load: ${reason}`,
      `mend that, or unset ${BACKEND_VARIABLE} for wasm`,
    );
  }
}

/** The optional native backend: fine without, as long as nobody asks for it. */
export function checkTensorFlow(): Finding {
  const installed = tensorFlowPackage();
  if (installed) {
    return ok(
      'tensorflow',
      `${installed} is installed: --backend tensorflow can be used; auto takes it for models of width ${TENSORFLOW_FROM_WIDTH} or more`,
    );
  }
  const message = 'not installed: optional, for models much larger than the experiments’; `npm run native`';
  if (process.env[BACKEND_VARIABLE] !== 'tensorflow') return ok('tensorflow', message);
  return problem('tensorflow', 'not installed, but asked for', 'npm run native');
}
