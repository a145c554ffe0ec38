export type { ParsedArtefacts } from './artefacts';
export { judge, type JudgeProps, type Result, type Verdict, type Waived, type Waiver } from './judge';
export { isRefused, refusal, warningsOf } from './refusal';
export type { Facts, Finding, Observation, Rule, Severity } from './rule';
export { RULES } from './rules';
export { sarifOf, type Judged } from './sarif';
export { stateOf, tableOf } from './table';
