/** What to do about what any tool may say, wherever it is on its way. */
const ADVICE: readonly (readonly [text: RegExp, next: string])[] = [
  [
    // Of the Azure CLI, of what uses its login (Terraform's providers and kubelogin), and of kubectl.
    /AADSTS(?:50078|50173|70043|700082|700084)\b|[Pp]lease run:?\s+['"`]?az login|[Tt]oken (?:has|is) expired|refresh token has expired|[Mm]ust be logged in to the server|asked for the client to provide credentials/,
    'the login has expired: az login, then run the same command again; what is made stays, and it goes on from there',
  ],
  [
    /ENOSPC|[Nn]o space left on device|not enough space on the disk/,
    'the disk is full: make room, then run the same command again; what is made stays, and it goes on from there',
  ],
];

/** What to do about a failure, where its text tells; `undefined` where it does not. */
export function adviceOn(text: string): string | undefined {
  return ADVICE.find(([pattern]) => pattern.test(text))?.[1];
}
