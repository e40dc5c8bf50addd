/** What the use cases need of a source: sending, and what became of it. */

/** A new reply, or a change of one that stands: the same path, and the same outcomes. */
export interface Reply {
  readonly inReplyTo: string;
  /** Empty for a deletion. */
  readonly text: string;
  readonly idempotencyKey: string;
  /** Our own post that it changes, by the network's id; null where it adds one. */
  readonly replaces: { readonly type: 'correct' | 'delete'; readonly externalId: string } | null;
}

export type PublishOutcome =
  | { readonly type: 'done'; readonly externalId: string | null; readonly link: string | null }
  /** The network will not take it as it stands. */
  | { readonly type: 'refused'; readonly reason: string }
  /** Certainly not performed; later it may be. */
  | { readonly type: 'later'; readonly afterMs: number | null; readonly reason: string }
  | { readonly type: 'unknown'; readonly reason: string };

export interface Source {
  readonly id: string;
  readonly network: string;
  /** Longest reply, in graphemes. */
  readonly replyLength: number;
  readonly canReply: boolean;
  /** Whether the network honours a repeated key, so that an unknown outcome may be tried again. */
  readonly repeatable: boolean;
  publish(reply: Reply): Promise<PublishOutcome>;
}
