export { type CalibrationRow, type CalibrationTask, calibrate } from './calibrate.ts';
export { CALIBRATION_POLICIES, type CalibrationPolicy, truthOf } from './policies.ts';
