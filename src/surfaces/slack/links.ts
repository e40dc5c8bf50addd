/** Links to messages of this workspace, without asking Slack for each of them. */
import { LIMITS } from './limits.ts';
import { bold, type Inline } from './rich.ts';
import { webLink } from './text.ts';

export interface Linking {
  /** The workspace's own address, as `auth.test` gives it; null where it gives none. */
  readonly workspaceUrl: string | null;
}

interface Standing {
  readonly channel: string;
  readonly ts: string;
}

/**
 * What `chat.getPermalink` answers for a message that is no reply in a thread: a call for each
 * line of a list would spend its budget on one screen.
 */
export function cardLink(standing: Standing | null, { workspaceUrl }: Linking): string | null {
  if (standing === null || workspaceUrl === null || !URL.canParse(workspaceUrl)) return null;
  const { channel, ts } = standing;
  const path = `archives/${channel}/p${ts.replace('.', '')}`;
  return webLink(new URL(path, workspaceUrl).href, LIMITS.url);
}

/** A mention's reference, leading to its card where that stands already. */
export function refLink(ref: string, standing: Standing | null, links: Linking): Inline[] {
  const url = cardLink(standing, links);
  return url === null ? bold(ref) : [{ type: 'link', url, text: ref, style: { bold: true } }];
}
