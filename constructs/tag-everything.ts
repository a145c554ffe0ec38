import { TerraformResource, type IAspect } from 'cdktf';
import type { IConstruct } from 'constructs';

type Tags = Readonly<Record<string, string>>;

/** A resource that has tags, as the bindings generate it. */
type Taggable = TerraformResource & { tags: Tags; readonly tagsInput: Tags | undefined };

/** Sets tags on every resource of a tree that can carry them. A tag a resource has already is kept. */
export class TagEverything implements IAspect {
  public constructor(private readonly tags: Tags) {}

  /** Sets the tags on one node of the tree, if it is such a resource. */
  public visit(node: IConstruct): void {
    if (isTaggable(node)) node.tags = { ...this.tags, ...node.tagsInput };
  }
}

function isTaggable(node: IConstruct): node is Taggable {
  return TerraformResource.isTerraformResource(node) && 'tagsInput' in node;
}
