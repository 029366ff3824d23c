// The examples in the sidebar: a click opens one in a tab of its own.
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

export function examplesPlugin(examples) {
  return { title: 'Examples', icon: Icon, content: () => <Examples examples={examples} /> };
}

function Examples({ examples }) {
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  function open({ query, variables }) {
    if (queryEditor.getValue().trim()) addTab();
    queryEditor.setValue(query);
    variableEditor?.setValue(variables);
  }

  const groups = [...new Set(examples.map(({ group }) => group))];
  return (
    <section className="examples" aria-label="Examples">
      <h2>Examples</h2>
      {groups.map((group) => (
        <div key={group}>
          {group && <h3>{group}</h3>}
          <ul>
            {examples
              .filter((example) => example.group === group)
              .map((example) => (
                <li key={example.title}>
                  <button type="button" onClick={() => open(example)}>
                    {example.title}
                  </button>
                  {example.description && <p>{example.description}</p>}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Icon() {
  return (
    <svg height="1em" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5h16M4 12h16M4 19h10" strokeLinecap="round" />
    </svg>
  );
}
