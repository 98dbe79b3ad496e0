import type { Analysis } from '@vestige/analysis';
import { batteryFigure, unchangedFigure } from './battery.ts';
import { driftChangeFigure, driftCovarianceFigure, driftFigure } from './drift.ts';
import { earlyAnsweringFigure } from './earlyAnswering.ts';
import type { Figure } from './figure.ts';
import { forcingFigure } from './forcing.ts';
import { learningFigure } from './learning.ts';
import { flipFigure, trainingFigure } from './training.ts';

/** The figures of a report; those that the analysis has no data for are absent. */
export interface Figures {
  readonly battery: Figure;
  readonly unchanged: Figure;
  readonly earlyAnswering: Figure | undefined;
  readonly flip: Figure | undefined;
  readonly training: Figure | undefined;
  readonly learning: Figure | undefined;
  readonly drift: Figure | undefined;
  readonly driftCovariance: Figure | undefined;
  readonly driftChange: Figure | undefined;
  readonly forcing: Figure | undefined;
}

export function drawFigures(analysis: Analysis): Figures {
  return {
    battery: batteryFigure(analysis),
    unchanged: unchangedFigure(analysis),
    earlyAnswering: earlyAnsweringFigure(analysis),
    flip: flipFigure(analysis),
    training: trainingFigure(analysis),
    learning: learningFigure(analysis),
    drift: driftFigure(analysis),
    driftCovariance: driftCovarianceFigure(analysis),
    driftChange: driftChangeFigure(analysis),
    forcing: forcingFigure(analysis),
  };
}
