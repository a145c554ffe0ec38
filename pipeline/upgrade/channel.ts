/** What each channel of AKS does by itself once a minor version is reached. */
const CHANNELS: Readonly<Record<string, (minor: string) => string>> = {
  patch: (minor) => `brings the patches of ${minor} by itself, and no other minor version`,
  stable: () => 'goes on by itself to the newest minor version but one',
  rapid: () => 'goes on by itself to the newest minor version',
  'node-image': (minor) => `renews the image of the nodes by itself; patches of ${minor} come by az aks upgrade alone`,
  none: (minor) => `does nothing: patches of ${minor} come by az aks upgrade alone`,
};

/**
 * What an upgrade channel will do once a minor version is reached.
 *
 * @see https://learn.microsoft.com/azure/aks/auto-upgrade-cluster
 */
export function channelOutlook(channel: string, minor: string): string {
  return `upgrade channel ${channel} ${CHANNELS[channel]?.(minor) ?? 'is none that is known here: see what it does'}`;
}
