// Bundled into build/gradients.js: see src/tfjsGradients.ts.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
