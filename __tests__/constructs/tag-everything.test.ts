import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Aspects } from 'cdktf';
import { TagEverything } from '../../constructs/tag-everything';
import { synthWith } from '../helpers/template';

describe('TagEverything', () => {
  test('keeps a tag that a resource has of its own', () => {
    const template = synthWith((stack) => {
      new ResourceGroup(stack, 'group', { name: 'rg', location: 'eastus2', tags: { owner: 'me', team: 'platform' } });
      Aspects.of(stack).add(new TagEverything({ owner: 'somebody', environment: 'test' }));
    });

    expect(template.single('azurerm_resource_group')['tags']).toEqual({
      owner: 'me',
      team: 'platform',
      environment: 'test',
    });
  });
});
