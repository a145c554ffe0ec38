import { isBurstable, vCpusOf } from '../../model';

test.each([
  ['Standard_D4ds_v5', 4],
  ['Standard_D16s_v3', 16],
  ['Standard_E4-2ds_v5', 2],
  ['Standard_M208ms_v2', 208],
  ['Standard_NC24ads_A100_v4', 24],
  ['Standard_F4s', 4],
  ['Standard_A4m_v2', 4],
  ['Standard_DC4s_v2', 4],
  ['Standard_B2ts_v2', 2],
  // Numbered, not counted.
  ['Standard_D1', 1],
  ['Standard_D2_v2', 2],
  ['Standard_DS3_v2', 4],
  ['Standard_DS4_v2_Promo', 8],
  ['Standard_D5_v2', 16],
  ['Standard_DS11_v2', 2],
  ['Standard_DS11-1_v2', 1],
  ['Standard_D12_v2', 4],
  ['Standard_D13_v2', 8],
  ['Standard_D14_v2', 16],
  ['Standard_DS15_v2', 20],
  // Whose names do not tell.
  ['Standard_A2', undefined],
  ['Standard_G1', undefined],
  ['Standard_GS5', undefined],
  ['Standard_PB6s', 6],
  ['Basic_A1', undefined],
  ['', undefined],
])('%s has %s processors', (size, vCpus) => {
  expect(vCpusOf(size)).toBe(vCpus);
});

test.each([
  ['Standard_B2s', true],
  ['Standard_B16als_v2', true],
  ['Standard_D4ds_v5', false],
  ['Standard_PB6s', false],
])('%s saves time up: %s', (size, isSo) => {
  expect(isBurstable(size)).toBe(isSo);
});
