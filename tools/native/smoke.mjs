/**
 * Loads backends and multiplies two matrices on each. In plain JavaScript, since Node 20 strips no types: there
 * it loads the packages as they are, elsewhere through `useBackend`.
 *
 *   node tools/native/smoke.mjs wasm tensorflow
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';

const require = createRequire(import.meta.url);

async function loadPackage(name) {
  if (name === 'tensorflow') require('@tensorflow/tfjs-node');
  else {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  }
  await tf.setBackend(name);
  await tf.ready();
}

async function loadBackend(name) {
  const { useBackend } = await import('@vestige/model');
  await useBackend(name);
}

const load = process.features.typescript ? loadBackend : loadPackage;
for (const name of process.argv.slice(2)) {
  await load(name);
  const product = tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0];
  if (tf.getBackend() !== name || product !== 11)
    throw new Error(`${name}: [1 2] [3 4]' is ${product}, not 11`);
  const version = name === 'tensorflow' ? `, TensorFlow ${tf.backend().binding.TF_Version}` : '';
  console.log(`${name} works on Node ${process.version}${version}: [1 2] [3 4]' = ${product}`);
}
