// What runs: the operation at the cursor. The button names it, and of several it can be chosen from a list.
import { useEffect, useRef } from 'react';
import {
  ChevronDownIcon,
  DropdownMenu,
  PlayIcon,
  StopIcon,
  Tooltip,
  formatShortcutForOS,
  pick,
  useGraphiQL,
  useGraphiQLActions,
} from '@graphiql/react';
import { goTo, operationAtCursor } from './documents.js';

export function RunButton() {
  const { run, setOperationName, stop } = useGraphiQLActions();
  const { isFetching, operationName, operations, queryEditor, subscription } = useGraphiQL(
    pick('isFetching', 'operationName', 'operations', 'queryEditor', 'subscription'),
  );
  const busy = isFetching || Boolean(subscription);
  const label = busy ? 'Stop' : `Run ${operationName ?? ''} (${formatShortcutForOS('Ctrl-Enter', 'Cmd')})`;

  function choose(name) {
    goTo(queryEditor, name);
    setOperationName(name);
    run();
  }

  return (
    <>
      <Tooltip label={label}>
        <button type="button" className="graphiql-execute-button" aria-label={label} onClick={busy ? stop : run}>
          {busy ? <StopIcon /> : <PlayIcon />}
        </button>
      </Tooltip>
      {operations?.length > 1 && (
        <DropdownMenu>
          <Tooltip label="Run another operation of this tab">
            <DropdownMenu.Button className="graphiql-un-styled another" aria-label="Run another operation of this tab">
              <ChevronDownIcon className="graphiql-toolbar-icon" aria-hidden="true" />
            </DropdownMenu.Button>
          </Tooltip>
          <DropdownMenu.Content>
            {operations
              .filter(({ name }) => name)
              .map(({ name }) => (
                <DropdownMenu.Item key={name.value} onSelect={() => choose(name.value)}>
                  {name.value}
                </DropdownMenu.Item>
              ))}
          </DropdownMenu.Content>
        </DropdownMenu>
      )}
    </>
  );
}

// Keeps GraphiQL's chosen operation at the cursor, and marks its lines where there are several.
export function FollowCursor() {
  const { setOperationName } = useGraphiQLActions();
  const { operationName, queryEditor } = useGraphiQL(pick('operationName', 'queryEditor'));
  const marks = useRef(null);

  // What an example says of itself is longer than a narrow editor is wide.
  useEffect(() => queryEditor?.updateOptions({ wordWrap: 'on', wrappingIndent: 'indent' }), [queryEditor]);

  useEffect(() => {
    if (!queryEditor) return undefined;
    marks.current ??= queryEditor.createDecorationsCollection();
    const follow = () => {
      const found = operationAtCursor(queryEditor);
      if (!found) return;
      const name = found.operation.name?.value ?? null;
      if (name !== (operationName ?? null)) setOperationName(name);
      marks.current.set(found.of > 1 ? [mark(queryEditor.getModel(), found.operation)] : []);
    };
    follow();
    const moved = queryEditor.onDidChangeCursorPosition(follow);
    return () => moved.dispose();
  }, [queryEditor, operationName, setOperationName]);

  return null;
}

function mark(model, { loc }) {
  const { lineNumber: startLineNumber } = model.getPositionAt(loc.start);
  const { lineNumber: endLineNumber } = model.getPositionAt(loc.end);
  return {
    range: { startLineNumber, startColumn: 1, endLineNumber, endColumn: 1 },
    options: { isWholeLine: true, linesDecorationsClassName: 'runs' },
  };
}
