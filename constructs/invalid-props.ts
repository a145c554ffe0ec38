import type { Construct } from 'constructs';

/** A property that a construct cannot work with. The message ends with the construct's path. */
export class InvalidProps extends Error {
  public constructor(scope: Construct, problem: string) {
    super(`${problem} [${scope.node.path}]`);
    this.name = 'InvalidProps';
  }
}
