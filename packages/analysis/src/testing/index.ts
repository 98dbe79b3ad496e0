export { key } from './key.ts';
export { plantedLoan } from './loan.ts';
export {
  PLANTED_INTERVENTIONS,
  type PlantedPolicy,
  type PlantedRun,
  type PlantedTraining,
  plantedRun,
  plantedUnits,
} from './planted.ts';
