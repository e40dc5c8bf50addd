/** A multi-select stands in a section or an input, never in a row of actions. */
import { expect, test } from 'vitest';
import { aPost, aSandbox, section } from './support.ts';

const MANY = { type: 'multi_static_select' };

function select(count: number, more: object = {}) {
  const options = Array.from({ length: count }, (_, n) => ({
    text: { type: 'plain_text', text: `Option ${n}` },
    value: String(n),
  }));
  return { type: 'static_select', action_id: 'select', options, ...more };
}

test.for<[string, object[]]>([
  ['in a row of actions', [{ type: 'actions', elements: [{ ...select(3), ...MANY }] }]],
  ['with 101 options', [{ ...section('Who?'), accessory: { ...select(101), ...MANY } }]],
  [
    'with an initial option that it does not offer',
    [
      {
        ...section('Who?'),
        accessory: { ...select(1), ...MANY, initial_options: select(2).options },
      },
    ],
  ],
  [
    'with more initial options than may be chosen',
    [
      {
        ...section('Who?'),
        accessory: {
          ...select(2),
          ...MANY,
          initial_options: select(2).options,
          max_selected_items: 1,
        },
      },
    ],
  ],
  [
    'with one initial option in the singular',
    [
      {
        ...section('Who?'),
        accessory: { ...select(2), ...MANY, initial_option: select(1).options[0] },
      },
    ],
  ],
])('a multi-select %s is refused', async ([, blocks]) => {
  const sandbox = await aSandbox();
  await expect(aPost(sandbox, { text: 'who', blocks })).rejects.toThrow('invalid_blocks');
  const offered = { ...section('Who?'), accessory: { ...select(100), ...MANY } };
  await aPost(sandbox, { text: 'who', blocks: [offered] });
});
