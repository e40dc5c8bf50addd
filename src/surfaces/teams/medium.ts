/** What pages must know of Teams. */
import type { MessageRef } from '../../app/surface-message.ts';
import type { Medium } from '../../front/medium.ts';
import { fitsMessage } from './draw.ts';

/** @param tenant Microsoft's id of the organisation, which the links carry */
export function teamsMedium(timezone: string, tenant: string): Medium {
  return { timezone, linkTo: (standing) => deepLink(standing, tenant), fits: fitsMessage };
}

/** https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
function deepLink(standing: MessageRef | null, tenant: string): string | null {
  if (standing === null) return null;
  const { channel, ts } = standing;
  const path = `/l/message/${encodeURIComponent(channel)}/${encodeURIComponent(ts)}`;
  const url = new URL(path, 'https://teams.microsoft.com');
  url.searchParams.set('tenantId', tenant);
  return url.href;
}
