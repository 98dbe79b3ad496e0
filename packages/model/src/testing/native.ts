// Loads the backend `tensorflow` before a test file that runs with VESTIGE_BACKEND=tensorflow; see vitest.config.ts.
import { loadTensorFlow, tensorFlowPackage } from '../tensorFlow.ts';

const name = tensorFlowPackage();
if (!name)
  throw new Error('VESTIGE_BACKEND=tensorflow, but the backend is not installed; run `npm run native`');
await loadTensorFlow(name);
