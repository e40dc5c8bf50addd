import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
} from 'yaml';

interface YamlProblem {
  readonly line: number;
  readonly path: readonly PropertyKey[];
  readonly sentence: string;
  /** Whether the rest of the file is to be trusted: true where only a key stands twice. */
  readonly isLocal: boolean;
}

export interface YamlFile {
  /** Plain data; undefined where the file is too broken for any. */
  readonly data: unknown;
  readonly problems: readonly YamlProblem[];
  /** The line, from 1, of what stands at a path, or of what should hold it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // What is missing at the end is missed on the last line that holds anything.
  const end = text.trimEnd().length;
  const lineAt = (offset: number) => Math.max(1, lines.linePos(Math.min(offset, end)).line);
  const problems = [...document.errors, ...document.warnings].map((error): YamlProblem => {
    const [offset] = error.pos;
    const isLocal = error.code === 'DUPLICATE_KEY';
    const path = isLocal ? pathOfKeyAt(document, offset) : [];
    return { line: lineAt(offset), path, sentence: explain(error), isLocal };
  });
  const lineOf = (path: readonly PropertyKey[]) => lineAt(offsetOf(document, path));
  try {
    return { data: document.toJS(), problems, lineOf };
  } catch (cause) {
    // An alias that leads to itself, or to too much.
    const sentence = `Not readable as YAML: ${cause instanceof Error ? cause.message : 'aliases'}.`;
    const all = [...problems, { line: 1, path: [], sentence, isLocal: false }];
    return { data: undefined, problems: all, lineOf };
  }
}

function explain(error: { readonly code: string; readonly message: string }): string {
  if (error.code === 'DUPLICATE_KEY') return 'This key stands here twice; keep one of the two.';
  if (error.code === 'MULTIPLE_DOCS')
    return 'Only one handbook to a file: take out the line "---".';
  const sentence = `Not readable as YAML: ${error.message.replace(/\.?$/u, '.')}`;
  const isColon = /compact mappings/u.test(error.message);
  return isColon ? `${sentence} A value that holds a colon must stand in quotes.` : sentence;
}

function pathOfKeyAt(document: Document.Parsed, offset: number): PropertyKey[] {
  const found: PropertyKey[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      if (!isScalar(pair.key) || pair.key.range?.[0] !== offset) return;
      const chain = [...ancestors, pair];
      found.push(...chain.flatMap((node, index) => stepOf(node, chain[index + 1])));
      return visit.BREAK;
    },
  });
  return found;
}

/** What a node on the way down adds to the path: a key, or a place in a list. */
function stepOf(node: unknown, below: unknown): PropertyKey[] {
  if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
  return isSeq(node) ? [node.items.indexOf(below)] : [];
}

/** Where the path's key or list entry begins; as far down as the path exists. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: ParsedNode | null | undefined = document.contents;
  let offset = node?.range[0] ?? 0;
  for (const step of path) {
    const holder: unknown = isAlias(node) ? node.resolve(document) : node;
    const found = stepInto(holder, step);
    if (!found) break;
    offset = found.offset;
    node = found.node;
  }
  return offset;
}

function stepInto(holder: unknown, step: PropertyKey) {
  if (isMap<ParsedNode, ParsedNode | null>(holder)) {
    // The last of two equal keys is the one that is read.
    const pair = holder.items.findLast(({ key }) => isScalar(key) && String(key.value) === step);
    return pair ? { offset: pair.key.range[0], node: pair.value } : null;
  }
  if (!isSeq<ParsedNode>(holder)) return null;
  const item = holder.items[Number(step)];
  return isNode(item) ? { offset: item.range[0], node: item } : null;
}
