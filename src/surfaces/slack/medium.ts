/** What pages must know of this workspace. */
import type { MessageRef } from '../../app/surface-message.ts';
import type { Medium } from '../../front/medium.ts';
import { webLink } from '../../front/text.ts';
import { fitsMessage } from './draw.ts';
import { LIMITS } from './limits.ts';

/** @param workspaceUrl as `auth.test` gives it; null where it gives none */
export function slackMedium(timezone: string, workspaceUrl: string | null): Medium {
  return { timezone, linkTo: (standing) => permalink(standing, workspaceUrl), fits: fitsMessage };
}

/**
 * What `chat.getPermalink` answers for a message that is no reply in a thread: a call for each
 * line of a list would spend its budget on one screen.
 */
function permalink(standing: MessageRef | null, workspaceUrl: string | null): string | null {
  if (standing === null || workspaceUrl === null || !URL.canParse(workspaceUrl)) return null;
  const { channel, ts } = standing;
  const path = `archives/${channel}/p${ts.replace('.', '')}`;
  return webLink(new URL(path, workspaceUrl).href, LIMITS.url);
}
