/**
 * Prints the backend that a stage will run on, as an input of its cache: `auto` depends on what is installed.
 *
 *   node tools/pipeline/src/backendInput.ts <the experiment's choice> <width of the model>
 */
import { BACKEND_VARIABLE, type BackendChoice, chooseBackend } from '@vestige/model/chooseBackend';

const [choice, width] = process.argv.slice(2);
const asked = process.env[BACKEND_VARIABLE] || choice;
// Whether the choice is known is for the stage to say.
console.log(chooseBackend(asked as BackendChoice, { width: Number(width) }));
