import {
  DEPLOYMENT_SKUS,
  capacityUnit,
  isChatModel,
  isImageModel,
  isProvisioned,
  onlyTemperature,
  quotaName,
} from '../../model';

test.each([
  ['Standard', 'gpt-5.4-mini', 'thousand tokens a minute', 'OpenAI.Standard.gpt-5.4-mini'],
  ['GlobalStandard', 'gpt-5.6-luna', 'thousand tokens a minute', 'OpenAI.GlobalStandard.gpt-5.6-luna'],
  [
    'DataZoneStandard',
    'text-embedding-3-small',
    'thousand tokens a minute',
    'OpenAI.DataZoneStandard.text-embedding-3-small',
  ],
  ['GlobalStandard', 'gpt-image-2', 'requests a minute', 'OpenAI.GlobalStandard.gpt-image-2'],
  ['GlobalStandard', 'dall-e-3', 'requests a minute', 'OpenAI.GlobalStandard.dall-e-3'],
  ['ProvisionedManaged', 'gpt-5.5', 'PTUs', 'OpenAI.ProvisionedManaged'],
  ['GlobalProvisionedManaged', 'gpt-image-2', 'PTUs', 'OpenAI.GlobalProvisionedManaged'],
  ['DataZoneProvisionedManaged', 'gpt-5.5', 'PTUs', 'OpenAI.DataZoneProvisionedManaged'],
] as const)('the capacity of %s of %s counts %s of the quota %s', (sku, model, unit, quota) => {
  expect(capacityUnit(sku, model)).toBe(unit);
  expect(quotaName({ sku, model })).toBe(quota);
});

test('half of the deployment types are bought by the hour', () => {
  expect(DEPLOYMENT_SKUS.filter(isProvisioned)).toEqual([
    'ProvisionedManaged',
    'GlobalProvisionedManaged',
    'DataZoneProvisionedManaged',
  ]);
});

test.each([
  ['gpt-5.4-mini', true, false, 1],
  ['gpt-4o', true, false, undefined],
  ['gpt-image-2', false, true, undefined],
  ['text-embedding-3-large', false, false, undefined],
])('%s: in a conversation %s, pictures %s, temperature %s', (model, isChat, isImage, temperature) => {
  expect(isChatModel(model)).toBe(isChat);
  expect(isImageModel(model)).toBe(isImage);
  expect(onlyTemperature(model)).toBe(temperature);
});
