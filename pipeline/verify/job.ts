import { AI_SERVICE, VERIFY_LABEL, type ModelWorkload } from '../../model';

/** What the Job says on stdout, one line of JSON. */
export interface JobReply {
  /** Status of the answer; left out where there was none. */
  readonly status?: number;
  readonly body?: string;
  readonly error?: string;
}

/** Where ai-service writes descriptions, as the other pods of its namespace find it. */
export const DESCRIPTION_URL = `http://${AI_SERVICE.name}:${AI_SERVICE.port}/generate/description`;

/** Asks for a description as the store's admin page does, and prints what came back. It never fails by itself. */
const SCRIPT = `
import json, urllib.error, urllib.request
request = urllib.request.Request(
    "${DESCRIPTION_URL}",
    data=json.dumps({"name": "Seafarer's Tug Rope", "tags": ["toy", "dog"]}).encode(),
    headers={"content-type": "application/json"},
)
try:
    with urllib.request.urlopen(request, timeout=120) as answer:
        print(json.dumps({"status": answer.status, "body": answer.read().decode()}))
except urllib.error.HTTPError as error:
    print(json.dumps({"status": error.code, "body": error.read().decode(errors="replace")}))
except Exception as error:
    print(json.dumps({"error": str(error)}))
`;

/** A user that owns nothing in the image. */
const USER = 65_532;

/** How long the cluster keeps a finished Job that nobody has deleted, in seconds. */
const KEEP = 300;

/**
 * A Job that calls ai-service from inside the namespace, in the service's own image, which every node has already and which
 * brings Python. It holds no token of the cluster and may do nothing.
 */
export function verifyJob(name: string, { namespace, image }: Pick<ModelWorkload, 'namespace' | 'image'>): object {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/name': 'verify', ...VERIFY_LABEL } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 240,
      ttlSecondsAfterFinished: KEEP,
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': 'verify', ...VERIFY_LABEL } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          securityContext: {
            runAsNonRoot: true,
            runAsUser: USER,
            runAsGroup: USER,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'verify',
              image,
              command: ['python', '-c', SCRIPT],
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
            },
          ],
        },
      },
    },
  };
}
