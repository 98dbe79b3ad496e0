import type { Analysis } from '@vestige/analysis';
import { batteryFigure, unchangedFigure } from './battery.ts';
import { driftChangeFigure, driftCovarianceFigure, driftFigure } from './drift.ts';
import { earlyAnsweringFigure } from './earlyAnswering.ts';
import { earlyCourseFigure } from './earlyCourse.ts';
import type { Figure } from './figure.ts';
import { forcingFigure } from './forcing.ts';
import { historiesFigure } from './histories.ts';
import { learningFigure } from './learning.ts';
import { mediationFigure } from './mediation.ts';
import { neededFigure } from './needed.ts';
import { readaptationFigure } from './readaptation.ts';
import { flipFigure, trainingFigure } from './training.ts';

/** The figures of a report, in its order; those that the analysis has no data for are absent. */
export interface Figures {
  readonly battery: Figure | undefined;
  readonly batteryOthers: Figure | undefined;
  readonly unchanged: Figure | undefined;
  readonly unchangedOthers: Figure | undefined;
  readonly earlyAnswering: Figure | undefined;
  readonly needed: Figure | undefined;
  readonly readaptation: Figure | undefined;
  readonly mediation: Figure | undefined;
  readonly earlyCourse: Figure | undefined;
  readonly flip: Figure | undefined;
  readonly training: Figure | undefined;
  readonly histories: Figure | undefined;
  readonly learning: Figure | undefined;
  readonly drift?: Figure | undefined;
  readonly driftCovariance?: Figure | undefined;
  readonly driftChange?: Figure | undefined;
  readonly forcing?: Figure | undefined;
}

export function drawFigures(analysis: Analysis): Figures {
  return {
    battery: batteryFigure(analysis),
    batteryOthers: batteryFigure(analysis, 'others'),
    unchanged: unchangedFigure(analysis),
    unchangedOthers: unchangedFigure(analysis, 'others'),
    earlyAnswering: earlyAnsweringFigure(analysis),
    needed: neededFigure(analysis),
    readaptation: readaptationFigure(analysis),
    mediation: mediationFigure(analysis),
    earlyCourse: earlyCourseFigure(analysis),
    flip: flipFigure(analysis),
    training: trainingFigure(analysis),
    histories: historiesFigure(analysis),
    learning: learningFigure(analysis),
  };
}

/** The figures that show conditions and sweeps together: of the whole analysis only. */
export function drawTogether(analysis: Analysis): Partial<Figures> {
  return {
    drift: driftFigure(analysis),
    driftCovariance: driftCovarianceFigure(analysis),
    driftChange: driftChangeFigure(analysis),
    forcing: forcingFigure(analysis),
  };
}
