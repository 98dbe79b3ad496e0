/**
 * Registers the gradients of TensorFlow.js's own ops, which the composed definitions and every loss need.
 *
 * `@tensorflow/tfjs-core` keeps them in a file of its own, written for bundlers: 450 ES modules whose imports
 * lack file extensions. The build of this package bundles them into one, which is loaded at once; where it is not
 * built, Node is told how to load the modules instead, which takes half a second. A bundler for the browser imports
 * `@tensorflow/tfjs-core/dist/register_all_gradients` itself.
 */
import { getGradient } from '@tensorflow/tfjs-core';

const node = globalThis.process?.getBuiltinModule;

if (node && !getGradient('Add')) {
  const { createRequire, registerHooks } = node('node:module');
  const require = createRequire(import.meta.url);
  const bundle = node('node:path').join(import.meta.dirname, '../build/gradients.js');
  if (node('node:fs').existsSync(bundle)) require(bundle);
  else {
    const hooks = registerHooks({
      resolve(specifier, context, next) {
        const extensionless = specifier.startsWith('.') && !specifier.endsWith('.js');
        const fromCore = context.parentURL?.includes('/@tensorflow/tfjs-core/dist/');
        return next(extensionless && fromCore ? `${specifier}.js` : specifier, context);
      },
    });
    require('@tensorflow/tfjs-core/dist/register_all_gradients.js');
    hooks.deregister();
  }
}
