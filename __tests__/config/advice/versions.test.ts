import { apiVersionAdvice, controllerAdvice, kubernetesAdvice, regionAdvice } from '../../../config/advice/versions';
import { parsed } from '../../helpers/environment';

test.each([
  ['eastus2', []],
  [
    'qatarcentral',
    [
      'location "qatarcentral" is not among the regions with Application Gateway for Containers in the table of 2025-07-21; preflight asks Azure',
    ],
  ],
])('the region %s: %j', (location, expected) => {
  expect(regionAdvice(location)).toEqual(expected);
});

test.each([
  ['1.36', '2027-05-31', []],
  ['1.36', '2027-06-01', ['Kubernetes 1.36 loses standard support in 2027-06: raise cluster.kubernetesVersion']],
  ['1.99', '2026-11-26', ['Kubernetes 1.99 is not in the table of 2026-11-22; preflight asks Azure']],
])('Kubernetes %s on %s: %j', (minor, today, expected) => {
  expect(kubernetesAdvice(minor, today)).toEqual(expected);
});

const needs = (controller: string, minimum: string, minor: string) =>
  `ALB controller ${controller} needs Kubernetes ${minimum} or newer, by the table of 2026-11-22, and cluster.kubernetesVersion is ${minor}: raise it, or take an older controller`;

test.each([
  ['1.13.0', '1.32', []],
  ['1.13.0', '1.31', [needs('1.13.0', '1.32', '1.31')]],
  ['1.12.1', '1.9', [needs('1.12.1', '1.32', '1.9')]],
  ['1.11.5', '1.27', []],
  ['1.11.5', '1.26', [needs('1.11.5', '1.27', '1.26')]],
  [
    '1.14.0',
    '1.36',
    [
      'ALB controller 1.14.0 is not in the table of 2026-11-22: see https://learn.microsoft.com/azure/application-gateway/for-containers/alb-controller-release-notes',
    ],
  ],
])('ALB controller %s on Kubernetes %s: %j', (controller, minor, expected) => {
  expect(controllerAdvice(controller, minor)).toEqual(expected);
});

test.each([
  ['2024-12-01-preview', []],
  ['2030-01-01', []],
  [
    '2023-08-01-preview',
    [
      'talk asks for API version 2023-08-01-preview, retired on 2024-07-01 by the table of 2026-07-07: take 2024-12-01-preview or newer',
    ],
  ],
])('API version %s: %j', (apiVersion, expected) => {
  const { workloads } = parsed({ chatbots: [{ name: 'talk', deployment: 'gpt-5.4-mini', apiVersion }] });
  expect(workloads.flatMap(apiVersionAdvice)).toEqual(expected);
});
