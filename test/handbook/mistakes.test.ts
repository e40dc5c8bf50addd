import { describe, expect, test } from 'vitest';
import { changed, HANDBOOK, mistakesOf } from './changed.ts';

test('the handbook that these tests change has no mistake', () => {
  expect(mistakesOf(HANDBOOK)).toEqual([]);
});

describe('a wrong value is reported with what is allowed there', () => {
  test.each([
    ['company: Acme', 'company: ""', 1, 'company', /the company's name/u],
    ['company: Acme', 'company: 5', 1, 'company', /this is 5/u],
    ['Africa/Johannesburg', '"+02:00"', 2, 'timezone', /IANA time zone, such as/u],
    ['company: Acme', 'company: Acme\ncountries: [UK]', 2, 'countries[0]', /two capital letters/u],
    ['thandi@acme.example', 'thandi', 4, 'people[0].email', /an e-mail address; this is "thandi"/u],
    ['role: agent', 'role: boss', 4, 'people[0].role', /trainee, agent, reviewer, lead, admin/u],
    ['  care: {', '  Care Team: {', 8, 'departments.Care Team', /lower-case letters/u],
    [
      'slack: care',
      'slack: the care team',
      8,
      'departments.care.channel.slack',
      /without #, or its id/u,
    ],
    ['approvals: 1', 'approvals: 6', 10, 'categories.complaint.approvals', /from 0 to 5/u],
    ['approvals: 1', 'approvals: 1.5', 10, 'categories.complaint.approvals', /whole number/u],
    ['[late]', '["*"]', 12, 'routing[0].words[0]', /any ending/u],
    ['[late]', '[]', 12, 'routing[0].words', /list of words.*an empty list/u],
    ['words: [late]', 'network: [x]', 12, 'routing[0].network[0]', /not supported yet/u],
    ['words: [late]', 'author: staff', 12, 'routing[0].author', /"staff" is not supported yet/u],
    ['severity: warning', 'severity: fatal', 14, 'style.avoid.severity', /error or warning/u],
    ['avoid: {', 'avoid: 7 #', 14, 'style.avoid', /a list of words, or \{/u],
    ['[calm down]', '[calm down, 7]', 14, 'style.avoid.words[1]', /this is 7/u],
    ['id: website', 'id: web/site', 16, 'sources[0].id', /stands in a web address/u],
    ['network: webhook', 'network: facebook', 16, 'sources[0].network', /not supported yet/u],
    ['https://acme', 'http://acme', 16, 'sources[0].reply_url', /begins with https/u],
    ['https://acme', 'ftp://acme', 16, 'sources[0].reply_url', /begins with https/u],
    [
      'network: webhook',
      'network: webhook, reply_length: 3001',
      16,
      'sources[0].reply_length',
      /to 3000/u,
    ],
    [
      'company: Acme',
      'company: Acme\nsending: { undo: 11m }',
      2,
      'sending.undo',
      /from 0s to 10m/u,
    ],
    ['company: Acme', 'company: Acme\nsending: { undo: 30 }', 2, 'sending.undo', /such as 30s/u],
    ['company: Acme', 'company: Acme\noutcomes: [a, a]', 2, 'outcomes', /each once/u],
    ['company: Acme', 'company: Acme\noutcomes: []', 2, 'outcomes', /an empty list/u],
  ])('%s → %s', (from, to, line, path, sentence) => {
    expect(changed(from, to)).toContainEqual({
      line,
      path,
      sentence: expect.stringMatching(sentence),
    });
  });

  test.each(['http://127.0.0.1:3001/r', 'http://localhost/r', 'http://[::1]:80/r'])(
    'a reply address on this machine is allowed: %s',
    (url) => {
      expect(changed('https://acme.example/r', url)).toEqual([]);
    },
  );

  test.each(['0s', '45s', '10m'])('an undo window of %s is allowed', (undo) => {
    expect(changed('company: Acme', `company: Acme\nsending: { undo: ${undo} }`)).toEqual([]);
  });

  test('what may be a secret is not repeated', () => {
    const [name, url] = changed(
      'SECRET, reply_url: "https://',
      'whsec_MfKQ9r8GKYqrTwjU, reply_url: "https://bot:hunter2@',
    );
    expect(name?.sentence).toContain('never the secret itself');
    expect(`${name?.sentence} ${url?.sentence}`).not.toMatch(/whsec_MfK|hunter2/u);
    expect(url?.path).toBe('sources[0].reply_url');
  });
});

describe('what is missing is reported at what should hold it', () => {
  test.each([
    ['company: Acme\n', '', 1, 'company'],
    ['timezone: Africa/Johannesburg\n', '', 1, 'timezone'],
    ['name: Sam, ', '', 5, 'people[1].name'],
    ['channel: { slack: care }, ', '', 8, 'departments.care.channel'],
    [', secret_env: SECRET', '', 16, 'sources[0].secret_env'],
  ])('%j', (from, to, line, path) => {
    expect(changed(from, to)).toMatchObject([
      { line, path, sentence: expect.stringMatching(/^Missing: /u) },
    ]);
  });

  test('departments of somebody who is no admin', () => {
    expect(changed('role: agent, departments: [care]', 'role: agent')).toMatchObject([
      {
        line: 4,
        path: 'people[0].departments',
        sentence: expect.stringContaining('only an admin'),
      },
    ]);
  });

  test('an empty file', () => {
    expect(mistakesOf('\n# nothing yet\n')).toMatchObject([
      { line: 1, path: '', sentence: expect.stringContaining('company, timezone, people') },
    ]);
  });

  test('a list where the handbook should be', () => {
    expect(mistakesOf('- company: Acme')).toMatchObject([
      { line: 1, path: '', sentence: expect.stringContaining('this is a list') },
    ]);
  });
});

describe('an unknown key', () => {
  test.each([
    ['company: Acme', 'company: Acme\ndefault-department: care', 2, 'default_department'],
    ['name: Sam', 'nmae: Sam', 5, 'name'],
    ['approvals: 1', 'aproval: 1', 10, 'approvals'],
    ['words: [late]', 'word: [late]', 12, 'words'],
    ['secret_env', 'secretEnv', 16, 'secret_env'],
  ])('%s → %s is answered with the key that was meant', (from, to, line, meant) => {
    const unknown = changed(from, to).find(({ sentence }) => sentence.startsWith('Unknown key'));
    expect(unknown).toMatchObject({
      line,
      sentence: expect.stringContaining(`Did you mean "${meant}"?`),
    });
  });

  test('that resembles none is answered with those allowed there', () => {
    expect(changed('company: Acme', 'company: Acme\ncolour: red')).toMatchObject([
      {
        line: 2,
        path: 'colour',
        sentence: expect.stringMatching(/^Unknown key "colour"\. Allowed here: company, timezone/u),
      },
    ]);
  });

  test('that every object has by nature is unknown all the same', () => {
    expect(changed('company: Acme', 'company: Acme\nconstructor: 1\ntoString: 2')).toMatchObject([
      { line: 2, path: 'constructor' },
      { line: 3, path: 'toString' },
    ]);
  });
});

describe('names that the handbook does not hold', () => {
  test.each([
    [
      'role: agent, departments: [care]',
      'role: agent, departments: [cars]',
      4,
      'people[0].departments[0]',
      'care',
    ],
    [
      'contacts: [sam@acme.example]',
      'contacts: [sma@acme.example]',
      8,
      'departments.care.contacts[0]',
      'sam@acme.example',
    ],
    [
      'complaint: { department: care',
      'complaint: { department: cart',
      10,
      'categories.complaint.department',
      'care',
    ],
    ['category: complaint', 'category: complaints', 12, 'routing[0].category', 'complaint'],
    ['category: complaint', 'department: card', 12, 'routing[0].department', 'care'],
    ['words: [late]', 'source: [webside]', 12, 'routing[0].source', 'website'],
    ['company: Acme', 'company: Acme\ndefault_department: carer', 2, 'default_department', 'care'],
  ])('%s → %s', (from, to, line, path, meant) => {
    expect(changed(from, to)).toMatchObject([
      { line, path, sentence: expect.stringContaining(`Did you mean "${meant}"?`) },
    ]);
  });

  test('are not complained of where the whole section is missing', () => {
    const text = HANDBOOK.replace(/departments:\n {2}care: .*\n/u, '');
    expect(mistakesOf(text).map(({ path }) => path)).toEqual(['departments']);
  });
});

describe('what stands twice', () => {
  test('an e-mail address, in whatever case', () => {
    expect(changed('noor@acme', 'SAM@ACME')).toMatchObject([
      { line: 6, path: 'people[2].email', sentence: expect.stringContaining('stands twice') },
    ]);
  });

  test('a source id', () => {
    const again = '  - { id: website, network: webhook, secret_env: OTHER }\n';
    expect(mistakesOf(HANDBOOK + again)).toMatchObject([{ line: 17, path: 'sources[1].id' }]);
  });

  test('a key, while the rest of the file is still checked', () => {
    const text = HANDBOOK.replace('company: Acme', 'company: 5').replace(
      'approvals: 1 }\n',
      'approvals: 1 }\n  complaint: { approvals: 0 }\n',
    );
    expect(mistakesOf(text)).toMatchObject([
      { line: 1, path: 'company' },
      { line: 11, path: 'categories.complaint', sentence: expect.stringContaining('twice') },
    ]);
  });
});

describe('a routing rule', () => {
  test('needs a condition', () => {
    expect(changed('words: [late], ', '')).toMatchObject([
      { line: 12, path: 'routing[0]', sentence: expect.stringContaining('Needs a condition') },
    ]);
  });

  test('must lead somewhere', () => {
    expect(changed(', category: complaint', '')).toMatchObject([
      { line: 12, path: 'routing[0]', sentence: expect.stringContaining('department, a category') },
    ]);
  });
});

describe('approvals that nobody could ever give', () => {
  test('are a mistake: as many as there are approvers, when they too must write', () => {
    const onlySam = HANDBOOK.replace(/.*(?:Thandi|Noor).*\n/gu, '');
    expect(mistakesOf(onlySam)).toMatchObject([
      { path: 'categories.complaint.approvals', sentence: expect.stringContaining('never') },
    ]);
  });

  test('are a mistake: more than there are approvers in the department', () => {
    expect(changed('approvals: 1', 'approvals: 2')).toMatchObject([
      { line: 10, path: 'categories.complaint.approvals' },
    ]);
  });

  test('are none where an admin may give the second', () => {
    const admin = '  - { name: Zanele, email: zanele@acme.example, role: admin }\n';
    const text = HANDBOOK.replace('departments:\n', `${admin}departments:\n`);
    expect(mistakesOf(text.replace('approvals: 1', 'approvals: 2'))).toEqual([]);
  });

  test('are none where another department could give them', () => {
    const text = HANDBOOK.replace('{ department: care, approvals: 1 }', '{ approvals: 1 }').replace(
      'categories:',
      '  empty: { channel: { slack: empty } }\ncategories:',
    );
    expect(mistakesOf(text)).toEqual([]);
  });

  test('are a mistake for a trainee whose department has nobody to approve', () => {
    const text = HANDBOOK.replace(
      'trainee, departments: [care]',
      'trainee, departments: [care, lonely]',
    );
    const lonely = text.replace(
      'categories:',
      '  lonely: { channel: { slack: lonely } }\ncategories:',
    );
    expect(mistakesOf(lonely)).toMatchObject([
      { line: 6, path: 'people[2].departments[1]', sentence: expect.stringContaining('trainee') },
    ]);
  });
});

describe('a file that is no YAML', () => {
  test.each([
    ['an open bracket', 'company: [Acme\ntimezone: x', 'Not readable as YAML'],
    ['a tab', 'company: Acme\npeople:\n\t- x', 'Tabs'],
    ['a colon without quotes', 'company: Acme: the best', 'in quotes'],
    ['two documents', 'company: Acme\n---\ncompany: B', 'Only one handbook'],
    ['a tag', 'company: !!js/function x', 'tag'],
    ['an alias to itself', 'company: &a [*a]', 'Must be'],
    ['an alias to nothing', 'company: *nobody', 'nobody'],
  ])('%s is said so', (_, text, sentence) => {
    const sentences = mistakesOf(text)
      .map((mistake) => mistake.sentence)
      .join('\n');
    expect(sentences).toContain(sentence);
  });

  test('is reported at the line, with the mistakes above it and nothing guessed below', () => {
    const text =
      'company: 5\ntimezone: Mars\npeople:\n  - { name: Sam, email: x }\nstyle: { a: b: c\n';
    const mistakes = mistakesOf(text);
    expect(mistakes.map(({ line, path }) => `${line} ${path}`).slice(0, 3)).toEqual([
      '1 company',
      '2 timezone',
      '4 people[0].email',
    ]);
    expect(mistakes.slice(3).map(({ line }) => line)).toEqual(mistakes.slice(3).map(() => 5));
    expect(mistakes.some(({ sentence }) => sentence.startsWith('Missing'))).toBe(false);
  });

  test('and multiplies its aliases is refused quickly', () => {
    const rows = ['a: &a [x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de'].map((pair) => [...pair])) {
      rows.push(`${to}: &${to} [${Array(8).fill(`*${from}`).join(', ')}]`);
    }
    expect(mistakesOf(rows.join('\n'))).toMatchObject([
      { sentence: expect.stringContaining('Excessive alias count') },
    ]);
  });
});
