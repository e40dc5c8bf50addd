/**
 * Whether what is sensitive has somewhere private to go: people of the handbook, a channel that is
 * nobody else's, and such a place for every rule that needs one.
 */
import { z } from 'zod';
import { checkKnown, type Problem } from './known.ts';

const name = z.string().trim().optional().catch(undefined);
const address = z.string().trim().toLowerCase().optional().catch(undefined);
const channel = z
  .object({ slack: z.string().trim() })
  .transform(({ slack }) => slack.replace(/^#/u, ''))
  .optional()
  .catch(undefined);
const NO_DESK = { channel: undefined, inTeams: false, owners: [] };
/** Whether something stands there, whatever it is. */
const inTeams = z
  .object({ teams: z.unknown() })
  .transform(({ teams }) => teams !== undefined)
  .catch(false);
const desk = z
  .object({ channel: z.unknown(), owners: z.array(address).catch([]) })
  .transform(({ channel: written, owners }) => ({
    channel: channel.parse(written),
    inTeams: inTeams.parse(written),
    owners,
  }))
  .catch(NO_DESK)
  .nullish();
const NO_DEPARTMENT = { channel: undefined, sensitive: undefined };
const NO_RULE = { department: undefined, category: undefined, sensitive: undefined };

const looseFile = z.object({
  people: z.array(z.object({ email: address }).catch({ email: undefined })).catch([]),
  departments: z
    .record(z.string(), z.object({ channel, sensitive: desk }).catch(NO_DEPARTMENT))
    .catch({}),
  categories: z
    .record(z.string(), z.object({ department: name }).catch({ department: undefined }))
    .catch({}),
  default_department: name,
  sensitive: desk,
  routing: z
    .array(
      z
        .object({ department: name, category: name, sensitive: z.unknown().optional() })
        .catch(NO_RULE),
    )
    .catch([]),
});

type LooseFile = z.output<typeof looseFile>;

interface Placed {
  readonly path: readonly PropertyKey[];
  readonly channel?: string | undefined;
  readonly inTeams: boolean;
  readonly owners: readonly (string | undefined)[];
}

export function checkPrivateDesks(data: unknown): readonly Problem[] {
  const file = looseFile.safeParse(data).data;
  if (file === undefined) return [];
  const desks = desksIn(file);
  return [
    ...desks.flatMap((one) => checkOwners(one, file)),
    ...desks.flatMap(checkSurface),
    ...desks.flatMap((one, index) => checkChannel(one, desks.slice(0, index), file)),
    ...checkRules(file),
  ];
}

function desksIn(file: LooseFile): readonly Placed[] {
  const own = Object.entries(file.departments).flatMap(([id, { sensitive }]) =>
    sensitive ? [{ path: ['departments', id, 'sensitive'], ...sensitive }] : [],
  );
  const shared = file.sensitive ? [{ path: ['sensitive'], ...file.sensitive }] : [];
  return [...own, ...shared];
}

function checkOwners({ path, owners }: Placed, { people }: LooseFile): readonly Problem[] {
  const known = people.flatMap(({ email }) => email ?? []);
  return owners.flatMap((owner, index) =>
    checkKnown([...path, 'owners', index], owner, known, 'person'),
  );
}

function checkSurface({ path, inTeams: isInTeams }: Placed): readonly Problem[] {
  if (!isInTeams) return [];
  const sentence =
    'Teams lets no bot post in a private channel, so what is sensitive can stand in Slack alone. Name a private channel there by slack, and take teams out.';
  return [{ path: [...path, 'channel', 'teams'], sentence }];
}

/** What stands in a channel is read by all its members. */
function checkChannel(
  { path, channel: of, owners }: Placed,
  before: readonly Placed[],
  { departments }: LooseFile,
): readonly Problem[] {
  if (of === undefined) return [];
  const at = [...path, 'channel', 'slack'];
  const whose = Object.entries(departments).find(([, { channel: own }]) => own === of)?.[0];
  if (whose !== undefined) {
    const sentence = `"${of}" is the channel of "${whose}", where everybody there reads along. Name a private channel of its own.`;
    return [{ path: at, sentence }];
  }
  const same = before.find((other) => other.channel === of);
  if (same === undefined || key(same.owners) === key(owners)) return [];
  const sentence = `"${of}" stands for other owners at ${same.path.join('.')}. Name the same ones, or another channel.`;
  return [{ path: at, sentence }];
}

function key(owners: Placed['owners']): string {
  return owners.toSorted().join(' ');
}

function checkRules(file: LooseFile): readonly Problem[] {
  const first = file.default_department ?? Object.keys(file.departments)[0];
  return file.routing.flatMap(({ department, category, sensitive }, index) => {
    if (sensitive !== true || file.sensitive) return [];
    const id = department ?? file.categories[category ?? '']?.department ?? first ?? '';
    const goesTo = file.departments[id];
    if (goesTo === undefined || goesTo.sensitive) return [];
    const sentence =
      `"${id}" has no private channel for it. Give it one, or all of them at the top of the ` +
      'handbook: sensitive: { channel: { slack: name }, owners: [e-mail addresses] }.';
    return [{ path: ['routing', index, 'sensitive'], sentence }];
  });
}
