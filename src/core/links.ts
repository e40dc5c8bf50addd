/** Links as people paste them, and when two of them lead to the same post. */

/** An index of the database takes no more. */
const LONGEST = 2_000;

/**
 * The link without what differs between two copies of it: fragment, `utm_` parameters, a slash at
 * the end, capitals in the host. Null for what is no web address, or too long to be kept.
 */
export function normaliseLink(text: string): string | null {
  const url = URL.parse(text.trim());
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  const kept = [...url.searchParams].filter(([name]) => !/^utm_/i.test(name));
  const search = kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`;
  const link = `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}${search}`;
  return link.length > LONGEST ? null : link;
}

/** The host as people say it; null where there is none. */
export function siteOf(link: string | null): string | null {
  const host = link === null ? '' : (URL.parse(link)?.host ?? '');
  return host === '' ? null : host.replace(/^www\./, '');
}
