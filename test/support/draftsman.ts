/** A surface that keeps the views it is to draw, and gives each message a place. */
import type { Rendered, Surface, View } from '../../src/app/surface-port.ts';

let posted = 0;

/** @param members of each of its groups */
export function aDraftsman(members: readonly string[] = []): {
  readonly surface: Surface;
  readonly views: readonly View[];
} {
  const views: View[] = [];
  const unused = () => Promise.reject(new Error('nobody asks for this here'));
  const surface: Surface = {
    name: 'slack',
    tenant: 'T1',
    async render(view): Promise<Rendered> {
      views.push(view);
      return { hash: String(views.length), payload: view, confidential: false };
    },
    async post() {
      posted += 1;
      return { channel: 'C1', ts: String(posted) };
    },
    update: async () => undefined,
    find: unused,
    publish: unused,
    remove: unused,
    postLine: unused,
    findLines: unused,
    membersOf: async () => members,
    clearLines: unused,
  };
  return { surface, views };
}
