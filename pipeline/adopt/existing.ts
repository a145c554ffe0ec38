/** Something that Terraform was to make and that was there. */
export interface Existing {
  /** @default - Terraform's text does not say it */
  readonly address?: string;
  /** The import id, of a role assignment its name alone. @default - Terraform's text does not say it */
  readonly id?: string;
}

const ADDRESS = /with(?<address>[a-z]+_\w+\.[\w-]+)[(,]/;
/** Without white space, since cdktf breaks lines at the width of a terminal. */
const TEXTS: readonly RegExp[] = [
  /aresourcewiththeID"(?<id>[^"]+)"alreadyexists/i,
  /anassociationbetween"(?<id>[^"]+)"and"[^"]+"alreadyexists/i,
  /TheIDoftheexistingroleassignmentis(?<uuid>[\da-f]{32})/i,
  /RoleAssignmentExists/,
  /RoleDefinitionWithSameNameExists/,
  /cannotre-?useanamethatisstillinuse/,
];

/**
 * What a run of cdktf or Terraform says that it exists already, in the words of the providers azurerm and helm.
 *
 * @param output as it was printed, with the name of the stack before its lines
 * @see https://github.com/hashicorp/terraform-provider-azurerm/blob/v4.55.0/helpers/tf/errors.go
 */
export function existingIn(output: string): Existing[] {
  return diagnosticsIn(output).flatMap((diagnostic) => {
    const match = TEXTS.map((text) => text.exec(diagnostic)).find((found) => found !== null);
    if (!match) return [];
    const { id, uuid } = match.groups ?? {};
    return [{ address: ADDRESS.exec(diagnostic)?.groups?.['address'], id: id ?? (uuid && dashed(uuid)) }];
  });
}

/** Each error of the output, without white space and borders. */
function diagnosticsIn(output: string): string[] {
  const text = output.replaceAll(/^\w[\w-]* {2}(?=\S)|^\s*│/gm, '').replaceAll(/\s+/g, '');
  return text.split(/Error:/).slice(1);
}

function dashed(uuid: string): string {
  return uuid.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
