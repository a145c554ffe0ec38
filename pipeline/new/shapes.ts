import type { EnvironmentInput } from '../../config';
import type { Principal } from '../../model';
import { EXAMPLE_EMAIL, EXAMPLE_GROUP, EXAMPLE_RANGE, PLACEHOLDER_ID } from '../placeholders';
import { environmentFile } from './to-typescript';

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
  /** What several texts of its file begin with, by the name of a constant. @default - nothing */
  constants?(answers: Answers): Readonly<Record<string, string>>;
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
    summary: 'To run for others, on what a platform team has: private, in zones, watched, and open to nobody unasked.',
    notes: {
      existing:
        'Yours, as names, addresses and client id below: ids by "az … show --query id"; `network` has the ranges',
    },
    constants: ({ subscriptionId }) => ({ HUB: hubOf(subscriptionId) }),
    input: ({ name, subscriptionId, location, admin }) => ({
      name,
      subscriptionId,
      location,
      state: 'azurerm',
      existing: {
        virtualNetworkId: `${hubOf(subscriptionId)}/Microsoft.Network/virtualNetworks/vnet-${name}`,
        dnsZoneId: `${hubOf(subscriptionId)}/Microsoft.Network/dnsZones/example.com`,
        logAnalyticsWorkspaceId: `${hubOf(subscriptionId)}/Microsoft.OperationalInsights/workspaces/log-hub`,
      },
      cluster: {
        admins: [said(admin)],
        apiServer: 'private-link',
        egress: 'nat-gateway',
        azurePolicy: true,
        defender: true,
        maintenance: { kubernetes: { dayOfWeek: 'Saturday' }, nodeOs: { dayOfWeek: 'Sunday' } },
        nodePool: { onlyCriticalAddons: true, minCount: 3, zones: ['1', '2', '3'] },
        userPools: [{ name: 'apps', minCount: 3, maxCount: 12 }],
      },
      openAi: { access: 'private-endpoint' },
      monitoring: { alertEmails: [EXAMPLE_EMAIL] },
      gateway: {
        certificate: { email: EXAMPLE_EMAIL },
        login: { clientId: PLACEHOLDER_ID },
        allowedSourceRanges: [EXAMPLE_RANGE],
        openToAnybody: false,
      },
      namespace: 'apps',
      store: { enabled: false },
      chatbots: [
        { name: 'chat', deployment: 'gpt-5.4-mini', publish: { by: 'hostname', hostname: 'chat.example.com' } },
      ],
    }),
  },
};

/**
 * The text of an environment's file in a shape.
 *
 * @param types where the type of an environment is imported from
 */
export function shapedFile(name: ShapeName, answers: Answers, types: string): string {
  const { summary, notes, ...shape } = SHAPES[name];
  return environmentFile({ summary, input: shape.input(answers), types, notes, constants: shape.constants?.(answers) });
}

/** Where what exists stands, until its user says where. */
function hubOf(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${EXAMPLE_GROUP}/providers`;
}

/** A principal as a file says it: that somebody is a user goes without saying. */
function said({ objectId, principalType }: Principal): Partial<Principal> & { readonly objectId: string } {
  return principalType === 'User' ? { objectId } : { objectId, principalType };
}
