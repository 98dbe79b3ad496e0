export { countQuestions, type QuestionCounts } from './countQuestions.ts';
export { createQuestions, type QuestionProblem } from './createQuestions.ts';
export type { QuestionLine } from './line.ts';
export { type QuestionsOptions, questionsSchema } from './options.ts';
export { parseQuestions, QuestionsError } from './parseQuestions.ts';
export type { Mistake, Question } from './question.ts';
export { readQuestions } from './readQuestions.ts';
export { sentenceUnits } from './units/sentenceUnits.ts';
