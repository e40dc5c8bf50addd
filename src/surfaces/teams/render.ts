/** Every kind of view, as Teams' cards. */
import type { View } from '../../app/surface-port.ts';
import type { Medium } from '../../front/medium.ts';
import { pageOf } from '../../front/views.ts';
import { drawPage, type Payload } from './draw.ts';

export function drawView(view: View, medium: Medium): Payload {
  if (view.type === 'home') throw new Error('Teams has no Home tab');
  return drawPage(pageOf(view, medium));
}
