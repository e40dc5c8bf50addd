/** What a page must know of the surface that draws it. */
import type { MessageRef } from '../app/surface-message.ts';
import { type Block, bold, type Inline } from './page.ts';

export interface Medium {
  /** The handbook's. */
  readonly timezone: string;
  /** The way to a message; null where there is none. */
  readonly linkTo: (standing: MessageRef | null) => string | null;
  /** Whether one message takes them all. */
  readonly fits: (blocks: readonly Block[]) => boolean;
}

/** The first drawing that one message takes, from the largest to the smallest; else the last. */
export function fitting(
  drawings: readonly (() => readonly Block[])[],
  { fits }: Medium,
): readonly Block[] {
  let smallest: readonly Block[] = [];
  for (const draw of drawings) {
    smallest = draw();
    if (fits(smallest)) return smallest;
  }
  return smallest;
}

/** A mention's reference, leading to its card where that stands already. */
export function refLink(
  ref: string,
  standing: MessageRef | null,
  { linkTo }: Pick<Medium, 'linkTo'>,
): Inline[] {
  const url = linkTo(standing);
  return url === null ? bold(ref) : [{ type: 'link', url, text: ref, bold: true }];
}
