// The operations of a document, and which of them a place in it belongs to.
import { parse } from 'graphql';

const parsed = new WeakMap();

// The operations of what is in an editor now; undefined while it cannot be parsed.
function operationsIn(model) {
  const version = model.getVersionId();
  const known = parsed.get(model);
  if (known?.version === version) return known.operations;
  let operations;
  try {
    operations = parse(model.getValue()).definitions.filter(({ kind }) => kind === 'OperationDefinition');
  } catch {
    operations = undefined;
  }
  parsed.set(model, { version, operations });
  return operations;
}

// The operation at the cursor, with the number of all; a comment belongs to the operation below it.
export function operationAtCursor(editor) {
  const model = editor.getModel();
  const operations = operationsIn(model);
  if (!operations?.length) return undefined;
  const offset = model.getOffsetAt(editor.getPosition());
  return { operation: operations.find(({ loc }) => offset <= loc.end) ?? operations.at(-1), of: operations.length };
}

// Puts the cursor on the operation of this name, with its comment in sight; false where there is none.
export function goTo(editor, name) {
  const model = editor.getModel();
  const found = operationsIn(model)?.find((operation) => operation.name?.value === name);
  if (!found) return false;
  const { lineNumber, column } = model.getPositionAt(found.loc.start);
  let top = lineNumber;
  while (top > 1 && model.getLineContent(top - 1).startsWith('#')) top -= 1;
  editor.setPosition({ lineNumber, column });
  // From the very top where that is near, so that an area's own description is seen.
  editor.setScrollTop(top < 5 ? 0 : editor.getTopForLineNumber(top));
  return true;
}
