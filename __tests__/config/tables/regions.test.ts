import { DEFAULT_REGION, REGIONS, REGIONS_AS_OF } from '../../../config/tables/regions';

describe('the table of regions', () => {
  test('is dated and names each region once, by its short name', () => {
    expect(REGIONS_AS_OF).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(new Set(REGIONS).size).toBe(REGIONS.length);
    for (const region of REGIONS) expect(region).toMatch(/^[a-z]+\d?$/);
  });

  test('holds the default', () => {
    expect(REGIONS).toContain(DEFAULT_REGION);
  });
});
