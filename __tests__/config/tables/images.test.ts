import { IMAGES, IMAGE_NAMES } from '../../../config/tables/images';
import { imageProblem, imageReference } from '../../../model';

describe('the table of images', () => {
  test('holds the store at one release', () => {
    const store = Object.values(IMAGES).filter(({ repository }) => repository.startsWith('azure-samples/'));

    expect(store).toHaveLength(8);
    expect(new Set(store.map(({ tag }) => tag))).toEqual(new Set(['2.2.0']));
  });

  test.each(IMAGE_NAMES)('pins %s', (name) => {
    expect(imageProblem(imageReference(IMAGES[name]))).toBeUndefined();
  });
});
