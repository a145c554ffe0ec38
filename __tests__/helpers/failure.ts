import { PipelineError } from '../../pipeline';

/** How something fails, as the user is told. Another error than one of the user's is thrown. */
export async function failure(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new PipelineError('it went well', ''),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PipelineError)) throw error;
  return `${error.message}\nnext: ${error.next}`;
}
