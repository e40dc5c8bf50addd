/** Every kind of view, as Teams' cards. */
import { createHash } from 'node:crypto';
import type { Rendered } from '../../app/surface-port.ts';
import type { Medium } from '../../front/medium.ts';
import { type MessageView, pageOf } from '../../front/views.ts';
import { drawPage } from './draw.ts';

export function renderView(view: MessageView, medium: Medium): Rendered {
  const payload = drawPage(pageOf(view, medium));
  const hash = createHash('sha256').update(JSON.stringify(payload)).digest('hex');
  return { hash, payload, confidential: view.type === 'card' && view.card.sensitive };
}
