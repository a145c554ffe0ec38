import { readDiff } from '../../../pipeline/plan/cluster-plan';

/** As kubectl 1.36 prints it, with the names of its temporary folders. */
const DIFF = `diff -u -N /tmp/LIVE-2345/apps.v1.Deployment.dev.ai-service /tmp/MERGED-6789/apps.v1.Deployment.dev.ai-service
--- /tmp/LIVE-2345/apps.v1.Deployment.dev.ai-service\t2026-11-27 00:00:00.000000000 +0000
+++ /tmp/MERGED-6789/apps.v1.Deployment.dev.ai-service\t2026-11-27 00:00:00.000000000 +0000
@@ -6,7 +6,7 @@
-  generation: 1
+  generation: 2
   name: ai-service
@@ -40,7 +40,7 @@
-        image: ai-service:2.2.0
+        image: ai-service:2.3.0
         name: ai-service
diff -u -N /tmp/LIVE-2345/v1.Namespace..dev /tmp/MERGED-6789/v1.Namespace..dev
--- /tmp/LIVE-2345/v1.Namespace..dev\t2026-11-27 00:00:00.000000000 +0000
+++ /tmp/MERGED-6789/v1.Namespace..dev\t2026-11-27 00:00:00.000000000 +0000
@@ -0,0 +1,3 @@
+apiVersion: v1
+kind: Namespace
+  name: dev
diff -u -N C:\\Temp\\LIVE-1\\gateway.networking.k8s.io.v1.HTTPRoute.dev.a.b C:\\Temp\\MERGED-1\\gateway.networking.k8s.io.v1.HTTPRoute.dev.a.b
@@ -1,2 +1,1 @@
-  x: 1
`;

test('a difference is read object by object: kind, namespace and name, and the lines that go and come', () => {
  expect(readDiff(DIFF)).toEqual([
    {
      object: 'Deployment dev/ai-service',
      action: 'update',
      lines: ['-        image: ai-service:2.2.0', '+        image: ai-service:2.3.0'],
    },
    { object: 'Namespace dev', action: 'create', lines: ['+apiVersion: v1', '+kind: Namespace', '+  name: dev'] },
    { object: 'HTTPRoute dev/a.b', action: 'update', lines: ['-  x: 1'] },
  ]);
});

test('what is no difference is none', () => {
  expect(readDiff('')).toEqual([]);
  expect(readDiff('error: no cluster')).toEqual([]);
});
