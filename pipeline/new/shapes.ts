import type { EnvironmentInput } from '../../config';
import type { Principal } from '../../model';
import { EXAMPLE_RANGE } from '../placeholders';

/** What somebody says of an environment that is to be made; what it is not is by its shape. */
export interface Answers {
  readonly name: string;
  /** A UUID. */
  readonly subscriptionId: string;
  /** Who administers the cluster, deploys, and may call the models. */
  readonly admin: Principal;
  /** Region by its short name. */
  readonly location: NonNullable<EnvironmentInput['location']>;
}

export type ShapeName = 'dev' | 'workshop' | 'prod';

/** A kind of environment to begin with. */
export interface Shape {
  /** What it is for, in a sentence. */
  readonly summary: string;
  /** Why a property stands in the file, or what its user has to put there. */
  readonly notes: Partial<Record<keyof EnvironmentInput, string>>;
  input(answers: Answers): EnvironmentInput;
}

/** The shapes by name. */
export const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  dev: {
    summary: 'To develop on: small, and Terraform makes the load balancer, so its host name is known at once.',
    notes: {},
    input: ({ name, subscriptionId, location, admin }) => ({
      name,
      subscriptionId,
      location,
      cluster: { admins: [said(admin)] },
      openAi: { operators: [said(admin)] },
    }),
  },
  workshop: {
    summary: "To teach with: pods in the nodes' subnet, and a load balancer that the controller makes.",
    notes: {},
    input: ({ name, subscriptionId, location, admin }) => ({
      name,
      subscriptionId,
      location,
      cluster: { networkMode: 'node-subnet', admins: [said(admin)] },
      openAi: { operators: [said(admin)] },
      gateway: { mode: 'managed' },
    }),
  },
  prod: {
    summary: 'To run for others: private endpoint, three zones, HTTPS under names of its own, and a remote state.',
    notes: {
      state: 'In a storage account, which "npm run bootstrap" makes',
      gateway:
        'Yours: names whose DNS records lead here, the kubernetes.io/tls Secret with their certificate, and from where the pages may be opened',
    },
    input: ({ name, subscriptionId, location, admin }) => ({
      name,
      subscriptionId,
      location,
      state: 'azurerm',
      cluster: { admins: [said(admin)], nodePool: { minCount: 3, maxCount: 12, zones: ['1', '2', '3'] } },
      openAi: { access: 'private-endpoint', operators: [said(admin)] },
      gateway: {
        tlsSecretName: 'store-tls',
        hostname: 'admin.example.com',
        storeFrontHostname: 'store.example.com',
        openToAnybody: false,
        allowedSourceRanges: [EXAMPLE_RANGE],
      },
    }),
  },
};

/** A principal as a file says it: that somebody is a user goes without saying. */
function said({ objectId, principalType }: Principal): Partial<Principal> & { readonly objectId: string } {
  return principalType === 'User' ? { objectId } : { objectId, principalType };
}
