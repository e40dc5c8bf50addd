/** A handbook without a mistake, and the mistakes that a change of it makes. */
import { expect } from 'vitest';
import { loadHandbook, type Mistake } from '../../src/handbook/load.ts';

export const HANDBOOK = `company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Thandi, email: thandi@acme.example, role: agent, departments: [care] }
  - { name: Sam, email: sam@acme.example, role: lead, departments: [care] }
  - { name: Noor, email: noor@acme.example, role: trainee, departments: [care] }
departments:
  care: { channel: { slack: care }, contacts: [sam@acme.example] }
categories:
  complaint: { department: care, approvals: 1 }
routing:
  - { words: [late], category: complaint }
style:
  avoid: { severity: warning, words: [calm down] }
sources:
  - { id: website, network: webhook, secret_env: SECRET, reply_url: "https://acme.example/r" }
`;

export function mistakesOf(text: string): readonly Mistake[] {
  const loaded = loadHandbook(text);
  return loaded.ok ? [] : loaded.mistakes;
}

/** The mistakes of the handbook above with one part of it changed. */
export function changed(from: string, to: string): readonly Mistake[] {
  expect(HANDBOOK).toContain(from);
  return mistakesOf(HANDBOOK.replace(from, to));
}
