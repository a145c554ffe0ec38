import { gte } from 'semver';
import {
  ALB_CONTROLLER_VERSIONS,
  DEFAULT_ALB_CONTROLLER_VERSION,
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_VERSIONS,
  VERSIONS_AS_OF,
  controllerMismatch,
} from '../../../config/tables/versions';

describe('the tables', () => {
  test('are dated', () => {
    expect(VERSIONS_AS_OF).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test.each(Object.entries(KUBERNETES_VERSIONS))('Kubernetes %s is a minor version with a last month', (minor, row) => {
    expect(minor).toMatch(/^1\.\d{2}$/);
    expect(row.endOfLife).toMatch(/^\d{4}-(0[1-9]|1[0-2])$/);
    expect(row.endOfLife >= VERSIONS_AS_OF.slice(0, 7)).toBe(true);
  });

  test.each(Object.keys(ALB_CONTROLLER_VERSIONS))('ALB controller %s runs on every Kubernetes there is', (version) => {
    for (const kubernetes of Object.keys(KUBERNETES_VERSIONS)) {
      expect(controllerMismatch(version, kubernetes)).toBeUndefined();
    }
  });

  test('hold the defaults, which fit each other', () => {
    expect(KUBERNETES_VERSIONS).toHaveProperty([DEFAULT_KUBERNETES_VERSION]);
    expect(ALB_CONTROLLER_VERSIONS).toHaveProperty([DEFAULT_ALB_CONTROLLER_VERSION]);
    expect(controllerMismatch(DEFAULT_ALB_CONTROLLER_VERSION, DEFAULT_KUBERNETES_VERSION)).toBeUndefined();
  });

  test('the default controller is the newest', () => {
    for (const version of Object.keys(ALB_CONTROLLER_VERSIONS)) {
      expect(gte(DEFAULT_ALB_CONTROLLER_VERSION, version)).toBe(true);
    }
  });
});

describe('controllerMismatch', () => {
  test.each([
    ['1.13.0', '1.31', '1.32'],
    ['1.12.1', '1.9', '1.32'],
    ['1.11.5', '1.26', '1.27'],
  ])('refuses %s on Kubernetes %s', (controller, kubernetes, minimum) => {
    expect(controllerMismatch(controller, kubernetes)).toBe(
      `ALB controller ${controller} needs Kubernetes ${minimum} or newer, got ${kubernetes}: raise the cluster's version or take an older controller`,
    );
  });

  test.each([
    ['1.13.0', '1.32'],
    ['1.11.5', '1.27'],
  ])('takes %s on Kubernetes %s, its oldest', (controller, kubernetes) => {
    expect(controllerMismatch(controller, kubernetes)).toBeUndefined();
  });

  test.each(['0.5.024542', 'constructor'])('does not know %s', (controller) => {
    expect(controllerMismatch(controller, '1.36')).toBe(
      `ALB controller "${controller}" is not in the table of ${VERSIONS_AS_OF}: allowed are ${Object.keys(ALB_CONTROLLER_VERSIONS).join(', ')}`,
    );
  });
});
