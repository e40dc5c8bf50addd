/**
 * Whether the handbook's parts fit together: every name that one part uses stands in another.
 * Reads the file leniently, so that a mistake in one place hides none in another.
 */

import { z } from 'zod';
import { isGroup } from './duty.ts';
import { checkFollowUp } from './follow-up.ts';
import { checkKnown, type Problem } from './known.ts';
import { checkPrivateDesks } from './private-desks.ts';
import { canBeApproved, type Staff } from './quorum.ts';
import { checkHours } from './usable-hours.ts';

const name = z.string().trim().optional().catch(undefined);
const address = z.string().trim().toLowerCase().optional().catch(undefined);
const names = z.union([z.array(name), name.transform((one) => [one])]).catch([]);

/** Where the address stands: by itself, or in a map. */
const contact = z.union([
  z.object({ person: address }).transform(({ person }) => ({ at: ['person'], email: person })),
  address.transform((email) => ({ at: [], email })),
]);

const NO_PERSON = { email: undefined, role: undefined, departments: undefined };
const NO_RULE = { source: [], department: undefined, category: undefined };
const looseFile = z.object({
  people: z
    .array(
      z
        .object({
          email: address,
          role: name,
          departments: z.array(name).optional().catch(undefined),
        })
        .catch(NO_PERSON),
    )
    .catch([]),
  departments: z
    .record(
      z.string(),
      z
        .object({ contacts: z.array(contact).catch([]), duty: names })
        .catch({ contacts: [], duty: [] }),
    )
    .catch({}),
  categories: z
    .record(
      z.string(),
      z
        .object({ department: name, approvals: z.int().max(5).optional().catch(undefined) })
        .catch({ department: undefined, approvals: undefined }),
    )
    .catch({}),
  default_department: name,
  routing: z
    .array(z.object({ source: names, department: name, category: name }).catch(NO_RULE))
    .catch([]),
  sources: z.array(z.object({ id: name }).catch({ id: undefined })).catch([]),
});

type LooseFile = z.output<typeof looseFile>;

export function checkReferences(data: unknown): readonly Problem[] {
  const parsed = looseFile.safeParse(data);
  if (!parsed.success) return [];
  const file = parsed.data;
  return [
    ...checkPeople(file),
    ...checkDepartments(file),
    ...checkHours(data),
    ...checkRouting(file, data),
    ...checkPrivateDesks(data),
    ...checkSources(file),
    ...checkApprovals(file),
    ...checkTrainees(file),
    ...checkFollowUp(data),
  ];
}

function checkPeople(file: LooseFile): Problem[] {
  const departments = Object.keys(file.departments);
  return file.people.flatMap((person, index) => {
    const path = ['people', index];
    const problems = (person.departments ?? []).flatMap((id, at) =>
      checkKnown([...path, 'departments', at], id, departments, 'department'),
    );
    const first = file.people.findIndex(({ email }) => email === person.email);
    if (person.email !== undefined && first < index) {
      const sentence = `"${person.email}" stands twice; each person needs an address of their own.`;
      problems.push({ path: [...path, 'email'], sentence });
    }
    const isPlaced = person.role === 'admin' || (person.departments?.length ?? 0) > 0;
    if (person.role !== undefined && !isPlaced) {
      const sentence = 'Must name at least one department; only an admin acts in all of them.';
      problems.push({ path: [...path, 'departments'], sentence });
    }
    return problems;
  });
}

function checkDepartments(file: LooseFile): Problem[] {
  const departments = Object.keys(file.departments);
  const people = file.people.flatMap(({ email }) => email ?? []);
  const contacts = Object.entries(file.departments).flatMap(([id, department]) =>
    department.contacts.flatMap(({ at, email }, index) =>
      checkKnown(['departments', id, 'contacts', index, ...at], email, people, 'person'),
    ),
  );
  const onDuty = Object.entries(file.departments).flatMap(([id, { duty }]) =>
    duty.flatMap((one, index) => {
      const path = ['departments', id, 'duty', index];
      return isPerson(one) ? checkKnown(path, one.toLowerCase(), people, 'person') : [];
    }),
  );
  const categories = Object.entries(file.categories).flatMap(([id, category]) =>
    checkKnown(['categories', id, 'department'], category.department, departments, 'department'),
  );
  const path = ['default_department'];
  return [
    ...contacts,
    ...onDuty,
    ...categories,
    ...checkKnown(path, file.default_department, departments, 'department'),
  ];
}

/** Not a group, and no mistake in itself. */
function isPerson(written: string | undefined): written is string {
  return written?.includes('@') === true && !isGroup(written);
}

const CONDITIONS = ['words', 'source', 'network', 'kind', 'language', 'author'];

function checkRouting(file: LooseFile, data: unknown): Problem[] {
  const keys = z.object({ routing: z.array(z.record(z.string(), z.unknown()).catch({})) });
  const written = keys.safeParse(data).data?.routing ?? [];
  return file.routing.flatMap((rule, index) => {
    const path = ['routing', index];
    const { outcome, sensitive } = written[index] ?? {};
    const given = Object.keys(written[index] ?? {});
    const problems = [
      ...checkKnown(
        [...path, 'department'],
        rule.department,
        Object.keys(file.departments),
        'department',
      ),
      ...checkKnown([...path, 'category'], rule.category, Object.keys(file.categories), 'category'),
      ...rule.source.flatMap((source) =>
        checkKnown(
          [...path, 'source'],
          source,
          file.sources.flatMap(({ id }) => id ?? []),
          'source',
        ),
      ),
    ];
    if (given.length > 0 && !given.some((key) => CONDITIONS.includes(key))) {
      const sentence =
        `Needs a condition: ${CONDITIONS.join(', ')}. ` +
        'What no rule catches goes to default_department.';
      problems.push({ path, sentence });
    }
    if (!given.some((key) => ['department', 'category', 'outcome', 'sensitive'].includes(key))) {
      problems.push({
        path,
        sentence: 'Must say a department, a category, or both; or outcome: log.',
      });
    }
    if (outcome === 'log' && sensitive === true) {
      const sentence =
        'Everybody in the department reads what is logged, so it is either logged or sensitive. ' +
        'Take one of the two away.';
      problems.push({ path: [...path, 'sensitive'], sentence });
    }
    return problems;
  });
}

function checkSources(file: LooseFile): Problem[] {
  return file.sources.flatMap(({ id }, index) => {
    const first = file.sources.findIndex((source) => source.id === id);
    if (id === undefined || first === index) return [];
    const sentence = `"${id}" stands twice; each source needs an id of its own.`;
    return [{ path: ['sources', index, 'id'], sentence }];
  });
}

/** Only what can never be filled, whoever writes the draft and whoever is there. */
function checkApprovals(file: LooseFile): Problem[] {
  const departments = Object.keys(file.departments);
  const staff = readStaff(file);
  if (!staff.some(({ role }) => role !== undefined)) return [];
  return Object.entries(file.categories).flatMap(([id, { department, approvals = 0 }]) => {
    const places = department === undefined ? departments : [department];
    const known = places.filter((place) => departments.includes(place));
    if (known.length === 0 || known.some((place) => canBeApproved(staff, place, approvals))) {
      return [];
    }
    const where = department === undefined ? 'any department' : `"${department}"`;
    const sentence =
      `Can never be given: too few reviewers, leads and admins in ${where} for ${approvals}, ` +
      'as nobody approves their own reply.';
    return [{ path: ['categories', id, 'approvals'], sentence }];
  });
}

/** A trainee's replies need an approval always. */
function checkTrainees(file: LooseFile): Problem[] {
  const staff = readStaff(file);
  return staff.flatMap(({ role, departments }, index) => {
    if (role !== 'trainee') return [];
    return departments.flatMap((department, at) => {
      const isKnown = Object.hasOwn(file.departments, department);
      if (!isKnown || canBeApproved(staff, department, 1)) return [];
      const sentence = `A trainee's replies need an approval, and nobody in "${department}" could give it.`;
      return [{ path: ['people', index, 'departments', at], sentence }];
    });
  });
}

/** In the order of the file's people. */
function readStaff(file: LooseFile): Staff[] {
  return file.people.map(({ role, departments }) => ({
    role,
    departments:
      role === 'admin'
        ? Object.keys(file.departments)
        : (departments ?? []).map((department) => department ?? ''),
  }));
}
