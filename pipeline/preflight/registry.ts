import { imageLockFile, imageLockProblem } from '../../config';
import {
  partsOfResourceId,
  placeOfCluster,
  type Environment,
  type Registry,
  type RoleAssignmentMode,
} from '../../model';
import type { AzureCli } from '../azure';
import { PERMISSION_MODES, type RegistryFacts } from '../azure-answers';
import { advise, problem, type Check, type Finding } from './finding';

/**
 * The roles that let pull, that which is granted first.
 *
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview
 */
const PULLING: Readonly<Record<RoleAssignmentMode, readonly string[]>> = {
  rbac: ['AcrPull', 'AcrPush', 'Reader', 'Contributor', 'Owner'],
  'rbac-abac': [
    'Container Registry Repository Reader',
    'Container Registry Repository Writer',
    'Container Registry Repository Contributor',
  ],
};

/** Where a registry is. */
export function placeOfRegistry({ registry, names, subscriptionId }: Environment): {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
} {
  const { id, name } = registry!;
  return id === undefined
    ? { subscriptionId, resourceGroup: names.resourceGroup, name }
    : { ...partsOfResourceId(id), name };
}

/** Whether the registry is or can be what the environment says, and holds its images. */
export const registry: Check = async (environment, az) => {
  const { registry: said, existing, name } = environment;
  if (!said) return [];
  const place = placeOfRegistry(environment);
  const own = az.in(place.subscriptionId);
  const facts = (await own.registry(place.name, place.resourceGroup)) ?? undefined;
  if (said.id === undefined && facts === undefined) {
    return [...(await judgeName(environment, az)), ...emptyAtFirst(environment)];
  }
  const found = said.id === undefined ? [] : judgeRegistry(environment, facts);
  if (said.id !== undefined && existing.cluster && facts) found.push(...(await judgeNodes(environment, az)));
  const unlocked = facts && imageLockProblem(environment, { isPreview: false });
  if (unlocked !== undefined)
    found.push(problem(`registry ${said.name} lacks images: ${unlocked}`, `npm run mirror -- ${name}`));
  return found;
};

async function judgeName({ registry: said, name }: Environment, az: AzureCli): Promise<Finding[]> {
  const { nameAvailable, message } = await az.registryNameAvailability(said!.name);
  return nameAvailable
    ? []
    : [
        problem(
          `the name ${said!.name} of the registry is taken${message ? `: ${message}` : ''}`,
          `set names.registry in environments/${name}.ts`,
        ),
      ];
}

/**
 * A registry that is made holds nothing when Helm and the charts are due for the first time. By the lock of one that is gone, both
 * would wait for images that nobody has brought.
 */
function emptyAtFirst(environment: Environment): Finding[] {
  const { name, registry: said } = environment;
  return imageLockProblem(environment, { isPreview: false }) === undefined
    ? [
        problem(
          `registry ${said!.name} is made empty, and ${imageLockFile(name)} names images in it`,
          `move that file aside for this deploy, which then stops before the charts; put it back, npm run mirror -- ${name}, and deploy again`,
        ),
      ]
    : [
        advise(
          `registry ${said!.name} is made empty, so the deploy stops before the charts`,
          `npm run mirror -- ${name} then fills it, and npm run deploy -- ${name} goes on from there`,
        ),
      ];
}

/** Judges a registry that exists; `undefined` where there is none. */
export function judgeRegistry(environment: Environment, facts: RegistryFacts | undefined): Finding[] {
  const { name, registry: said } = environment;
  const { id, loginServer, roleAssignmentMode } = said as Registry & { readonly id: string };
  const inFile = `in environments/${name}.ts`;
  if (facts === undefined) {
    return [
      problem(
        `existing.registry.id: there is no ${id}, or whoever is logged in may not see it`,
        `correct it ${inFile}, or say registry: {}, so that one is made`,
      ),
    ];
  }
  const findings: Finding[] = [];
  if (facts.loginServer !== loginServer) {
    findings.push(
      problem(
        `registry ${said!.name} answers as ${facts.loginServer}, and existing.registry.loginServer is ${loginServer}`,
        `set existing.registry.loginServer to '${facts.loginServer}' ${inFile}`,
      ),
    );
  }
  // One that says nothing is of before there was a choice.
  const mode: RoleAssignmentMode = facts.roleAssignmentMode === PERMISSION_MODES['rbac-abac'] ? 'rbac-abac' : 'rbac';
  if (mode !== roleAssignmentMode) {
    findings.push(
      problem(
        `roles on registry ${said!.name} speak of ${mode}, and existing.registry.roleAssignmentMode is ${roleAssignmentMode}: the role that is granted would not let pull`,
        `set existing.registry.roleAssignmentMode to '${mode}' ${inFile}`,
      ),
    );
  }
  const update = `az acr update --name ${said!.name}`;
  if (facts.adminUserEnabled) {
    findings.push(
      advise(
        `registry ${said!.name} has an admin user, whose password opens all of it`,
        `${update} --admin-enabled false`,
      ),
    );
  }
  if (facts.anonymousPullEnabled) {
    findings.push(advise(`registry ${said!.name} lets anybody pull`, `${update} --anonymous-pull-enabled false`));
  }
  return findings;
}

/** Whether the nodes of a cluster that exists may pull, where the stack does not grant it. */
async function judgeNodes(environment: Environment, az: AzureCli): Promise<Finding[]> {
  const { registry: said, existing, name } = environment;
  const cluster = placeOfCluster(environment);
  const facts = await az.in(cluster.subscriptionId).clusterFacts(cluster.name, cluster.resourceGroup);
  const objectId = facts?.kubelet ?? undefined;
  if (objectId === undefined) return [];
  const stated = existing.cluster!.kubeletObjectId;
  if (stated !== undefined) {
    return stated.toLowerCase() === objectId.toLowerCase()
      ? []
      : [
          problem(
            `the nodes of cluster ${cluster.name} fetch images as ${objectId}, and existing.cluster.kubeletObjectId is ${stated}`,
            `set existing.cluster.kubeletObjectId to '${objectId}' in environments/${name}.ts`,
          ),
        ];
  }
  const { id, roleAssignmentMode } = said as Registry & { readonly id: string };
  const roles = await az.in(partsOfResourceId(id).subscriptionId).rolesOn(objectId, id);
  const pulling = PULLING[roleAssignmentMode];
  if (roles.some((role) => pulling.includes(role))) return [];
  const grant =
    roleAssignmentMode === 'rbac'
      ? `az aks update --subscription ${cluster.subscriptionId} --resource-group ${cluster.resourceGroup} --name ${cluster.name} --attach-acr ${id}`
      : `az role assignment create --role '${pulling[0]}' --assignee-object-id ${objectId} --assignee-principal-type ServicePrincipal --scope ${id}`;
  return [
    problem(
      `the nodes of cluster ${cluster.name} may not pull from registry ${said!.name}`,
      `${grant}; or set existing.cluster.kubeletObjectId to '${objectId}' in environments/${name}.ts, so that the deploy grants it`,
    ),
  ];
}
