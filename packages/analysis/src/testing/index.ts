export { plantedLoan } from './loan.ts';
export {
  PLANTED_INTERVENTIONS,
  PLANTED_VOCABULARY,
  type PlantedPolicy,
  type PlantedRun,
  type PlantedTraining,
  plantedPhrases,
  plantedRun,
} from './planted.ts';
