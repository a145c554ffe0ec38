export { Artefacts } from './artefacts';
export { draw, picturesOf, type Drawn } from './draw';
export { reportPage, type DatedTables, type ReportProps } from './report';
