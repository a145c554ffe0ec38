import { Gateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Role } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { z } from 'zod';
import { formatProblems, toProblems } from '../../model';
import type { KubernetesObject } from './artefacts';

/** A class of kubernetes-models, made from the API server's OpenAPI document. */
type ModelClass = new (data: never) => { validate(): void };

const MODELS: Readonly<Record<string, ModelClass>> = {
  'apps/v1 Deployment': Deployment,
  'apps/v1 StatefulSet': StatefulSet,
  'autoscaling/v2 HorizontalPodAutoscaler': HorizontalPodAutoscaler,
  'batch/v1 CronJob': CronJob,
  'batch/v1 Job': Job,
  'gateway.networking.k8s.io/v1 Gateway': Gateway,
  'gateway.networking.k8s.io/v1 HTTPRoute': HTTPRoute,
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'rbac.authorization.k8s.io/v1 Role': Role,
  'rbac.authorization.k8s.io/v1 RoleBinding': RoleBinding,
  'v1 ConfigMap': ConfigMap,
  'v1 Namespace': Namespace,
  'v1 Secret': Secret,
  'v1 Service': Service,
  'v1 ServiceAccount': ServiceAccount,
};

const ALB = 'alb.networking.azure.io/v1';
const text = z.string().min(1);
const duration = z.string().regex(/^(?:\d+(?:h|m|s|ms))+$/);
const targetRef = z.strictObject({
  group: z.string(),
  kind: text,
  name: text,
  namespace: text.optional(),
  sectionNames: z.array(text).optional(),
});
const withTarget = <Shape extends z.ZodRawShape>(defaults: Shape) =>
  z.strictObject({ targetRef, default: z.strictObject(defaults).optional() });

const ports = z
  .array(
    z.strictObject({
      ports: z.array(
        z.strictObject({ port: z.string().regex(/^\d+$/), protocol: z.enum(['TCP', 'UDP', 'SCTP', 'ANY']) }),
      ),
    }),
  )
  .min(1);

/**
 * What these charts use of Cilium's kind: one way to say a peer in each rule, and nothing of layer 7, which AKS asks
 * Advanced Container Networking Services for.
 *
 * @see https://github.com/cilium/cilium/blob/v1.18.3/pkg/k8s/apis/cilium.io/client/crds/v2/ciliumnetworkpolicies.yaml
 */
const CILIUM_SPEC = z.strictObject({
  endpointSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional() }),
  egress: z.array(
    z.union([
      z.strictObject({ toCIDR: z.array(z.string().regex(/^[\d.]+\/\d+$/)).min(1), toPorts: ports }),
      z.strictObject({
        toEntities: z.array(z.enum(['host', 'world', 'cluster', 'kube-apiserver'])).min(1),
        toPorts: ports,
      }),
    ]),
  ),
});

/**
 * The kinds of cert-manager, Cilium and the ALB controller that these charts may use: its definitions are published inside its chart alone.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/api-specification-kubernetes
 */
const SPECS: Readonly<Record<string, z.ZodType>> = {
  'cert-manager.io/v1 ClusterIssuer': z.strictObject({
    acme: z.strictObject({
      server: z.url(),
      email: text,
      privateKeySecretRef: z.strictObject({ name: text }),
      solvers: z.array(
        z.strictObject({
          dns01: z.strictObject({
            azureDNS: z.strictObject({
              subscriptionID: text,
              resourceGroupName: text,
              hostedZoneName: text,
              environment: z.enum(['AzurePublicCloud']),
            }),
          }),
        }),
      ),
    }),
  }),
  'cert-manager.io/v1 Certificate': z.strictObject({
    secretName: text,
    issuerRef: z.strictObject({ name: text, kind: z.literal('ClusterIssuer'), group: z.literal('cert-manager.io') }),
    dnsNames: z.array(text).min(1),
    privateKey: z.strictObject({
      algorithm: z.literal('ECDSA'),
      size: z.literal(256),
      rotationPolicy: z.literal('Always'),
    }),
  }),
  'cilium.io/v2 CiliumNetworkPolicy': CILIUM_SPEC,
  [`${ALB} ApplicationLoadBalancer`]: z.strictObject({ associations: z.array(text).min(1).max(1) }),
  [`${ALB} HealthCheckPolicy`]: withTarget({
    interval: duration.optional(),
    timeout: duration.optional(),
    healthyThreshold: z.int().min(0).optional(),
    unhealthyThreshold: z.int().min(0).optional(),
    port: z.int().min(1).max(65_535).optional(),
    useTLS: z.boolean().optional(),
    http: z
      .strictObject({
        host: text.optional(),
        path: text.optional(),
        match: z
          .strictObject({
            body: z.string().optional(),
            statusCodes: z.array(z.strictObject({ start: z.int(), end: z.int() })).optional(),
          })
          .optional(),
      })
      .optional(),
    grpc: z.strictObject({ authority: text.optional(), service: text.optional() }).optional(),
  }),
  [`${ALB} RoutePolicy`]: withTarget({
    sessionAffinity: z
      .strictObject({
        affinityType: z.enum(['application-cookie', 'managed-cookie']),
        cookieName: text.optional(),
        cookieDuration: duration.optional(),
      })
      .optional(),
    timeouts: z.strictObject({ routeTimeout: duration.optional() }).optional(),
  }),
  [`${ALB} FrontendTLSPolicy`]: withTarget({
    policyType: z.strictObject({ name: z.enum(['2023-06', '2023-06-S']), type: z.literal('predefined') }).optional(),
    verify: z
      .strictObject({ caCertificateRef: z.strictObject({ name: text }).loose() })
      .loose()
      .optional(),
  }),
  [`${ALB} WebApplicationFirewallPolicy`]: z.strictObject({
    targetRef,
    webApplicationFirewall: z.strictObject({ id: text }),
  }),
};

const albObject = (spec: z.ZodType) =>
  z.strictObject({
    apiVersion: z.enum([ALB, 'cilium.io/v2', 'cert-manager.io/v1']),
    kind: text,
    metadata: z.strictObject({
      name: text,
      namespace: text.optional(),
      labels: z.record(z.string(), z.string()).optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    }),
    spec,
  });

/**
 * What an API server would refuse of an object under strict validation: a kind that is not known, a field its schema
 * does not have, a value of another type, a port that is none, a name or label outside its alphabet.
 */
export function objectProblems(object: KubernetesObject): string[] {
  const key = `${object.apiVersion} ${object.kind}`;
  const model = MODELS[key];
  const spec = SPECS[key];
  const fields = model ? modelProblems(model, object) : spec ? specProblems(spec, object) : [`${key} is not known`];
  return [...fields, ...valueProblems(object)];
}

function specProblems(spec: z.ZodType, object: KubernetesObject): string[] {
  const result = albObject(spec).safeParse(object);
  return result.success ? [] : formatProblems(toProblems(result.error.issues, object)).split('\n');
}

/**
 * kubernetes-models leaves fields alone that it does not know. A schema reads each field it knows, so a field that was
 * not read is unknown; an object whose fields were listed is one that may hold any.
 */
function modelProblems(model: ModelClass, object: KubernetesObject): string[] {
  const unread: string[] = [];
  const recordings: (() => void)[] = [];
  const record = (value: unknown, path: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const read = new Set<string>();
    const children = new Map<string, unknown>();
    let isListed = Array.isArray(value);
    recordings.push(() => {
      if (isListed) return;
      unread.push(
        ...Object.keys(value)
          .filter((key) => !read.has(key))
          .map((key) => `${path}${key}: is unknown`),
      );
    });
    return new Proxy(value, {
      get(target, key): unknown {
        if (typeof key === 'symbol') return Reflect.get(target, key);
        read.add(key);
        if (!Object.hasOwn(target, key)) return Reflect.get(target, key);
        if (!children.has(key)) children.set(key, record(Reflect.get(target, key), `${path}${key}.`));
        return children.get(key);
      },
      ownKeys(target): ArrayLike<string | symbol> {
        isListed = true;
        return Reflect.ownKeys(target);
      },
    });
  };
  const recorded = record(new model(object as never), '') as { validate(): void };
  try {
    recorded.validate();
  } catch (error) {
    return [(error as Error).message];
  }
  for (const recording of recordings) recording();
  return unread;
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;
const LABEL_KEY = /^(?:[a-z0-9][a-z0-9.-]*\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;

/** What the API server checks beside the schema, as far as these charts come near it. */
function valueProblems({ metadata, ...object }: KubernetesObject): string[] {
  const problems: string[] = [];
  const check = (path: string, value: unknown, pattern: RegExp): void => {
    if (value !== undefined && (typeof value !== 'string' || !pattern.test(value)))
      problems.push(`${path}: ${JSON.stringify(value)} is not allowed`);
  };
  check('metadata.name', metadata.name, SUBDOMAIN);
  check('metadata.namespace', metadata.namespace, SUBDOMAIN);
  walk({ metadata, ...object }, '', (path, key, value) => {
    if (/port$/i.test(key) && typeof value === 'number' && (!Number.isInteger(value) || value < 1 || value > 65_535)) {
      problems.push(`${path}: ${value} is no port`);
    }
    if ((key === 'labels' || key === 'matchLabels') && typeof value === 'object') {
      for (const [label, text] of Object.entries(value as object)) {
        check(`${path}.${label}`, label, LABEL_KEY);
        check(`${path}.${label}`, text, LABEL_VALUE);
      }
    }
  });
  return problems;
}

/** Visits every field of a value, however deep. */
function walk(value: unknown, path: string, visit: (path: string, key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    visit(at, key, child);
    walk(child, at, visit);
  }
}
