/**
 * Registers the gradients of TensorFlow.js's own ops, which the composed definitions and every loss need.
 *
 * `@tensorflow/tfjs-core` keeps them in a file of its own, written for bundlers: ES modules whose imports
 * lack file extensions. The package `@tensorflow/tfjs` bundles them for Node, together with five packages
 * (layers, data, converter, WebGL) that nothing here uses; so Node is told how to load the file instead. A
 * bundler for the browser imports `@tensorflow/tfjs-core/dist/register_all_gradients` itself.
 */
import { getGradient } from '@tensorflow/tfjs-core';

const nodeModule = globalThis.process?.getBuiltinModule?.('node:module');

if (nodeModule && !getGradient('Add')) {
  const hooks = nodeModule.registerHooks({
    resolve(specifier, context, next) {
      const extensionless = specifier.startsWith('.') && !specifier.endsWith('.js');
      const fromCore = context.parentURL?.includes('/@tensorflow/tfjs-core/dist/');
      return next(extensionless && fromCore ? `${specifier}.js` : specifier, context);
    },
  });
  nodeModule.createRequire(import.meta.url)('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  hooks.deregister();
}
