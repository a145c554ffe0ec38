import { regionOf } from '../../../pipeline/azure-answers';
import { REGIONAL_TYPES, judgeRegion, type Locations } from '../../../pipeline/preflight/region';
import { azureAnswer } from '../../helpers/azure-answers';
import { parsed } from '../../helpers/environment';
import { findingLines } from '../../helpers/findings';

describe('the region', () => {
  const locations = azureAnswer('provider-locations');
  const judged = (location: string, told: Locations = locations) =>
    findingLines(judgeRegion(parsed({ location }), told));

  test.each([
    ['eastus2', []],
    ['westeurope', []],
    [
      'swedencentral',
      [
        'problem: swedencentral does not offer Microsoft.ServiceNetworking/trafficControllers -> set location in environments/dev.ts to a region that offers all: eastus2, westeurope, northeurope',
      ],
    ],
    [
      'qatarcentral',
      [
        'problem: qatarcentral does not offer Microsoft.CognitiveServices/accounts, Microsoft.ServiceNetworking/trafficControllers -> set location in environments/dev.ts to a region that offers all: eastus2, westeurope, northeurope',
      ],
    ],
  ])('%s: %j', (location, expected) => {
    expect(judged(location)).toEqual(expected);
  });

  test.each([undefined, []])('is not refused where a provider does not answer (%j)', (silent) => {
    const told = { ...locations, 'Microsoft.ServiceNetworking/trafficControllers': silent };
    const advice =
      'advice: Azure does not tell where Microsoft.ServiceNetworking/trafficControllers is to be had -> register the provider to be told';
    expect(judged('swedencentral', told)).toEqual([advice]);
    expect(judged('mars', told)).toEqual([expect.stringMatching(/^problem: mars does not offer/), advice]);
  });

  test('is asked of every service that not every region has', () => {
    expect(Object.keys(locations)).toEqual(REGIONAL_TYPES);
  });

  test.each([
    ['East US 2', 'eastus2'],
    ['UK South', 'uksouth'],
    ['westeurope', 'westeurope'],
  ])('%s is %s', (displayName, name) => {
    expect(regionOf(displayName)).toBe(name);
  });
});
