// The examples in the sidebar, area by area. An area has one tab, with a document of all its operations; a click on
// one of them puts the cursor there, so that the run button runs it.
import { useContext, useState } from 'react';
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { goTo } from './documents.js';
import { Visitor, useBetterPersonas } from './visitor.js';

export function examplesPlugin(areas) {
  return { title: 'Examples', icon: Icon, content: () => <Examples areas={areas} /> };
}

function Examples({ areas }) {
  const [shown, setShown] = useState(areas[0].title);
  const open = useOpening();

  function toggle(area, heading) {
    if (shown === area.title) {
      setShown(null);
    } else {
      setShown(area.title);
      open(area, area.examples[0]);
      // What was open above it is closed, and may have taken it out of sight.
      requestAnimationFrame(() => heading.scrollIntoView({ block: 'nearest' }));
    }
  }

  return (
    <section className="examples" aria-label="Examples">
      <h2>Examples</h2>
      <p>Choose one, and press ▶ to run it.</p>
      {areas.map((area) => (
        <div key={area.title} className="area">
          <h3>
            <button type="button" aria-expanded={shown === area.title} onClick={(event) => toggle(area, event.currentTarget)}>
              {area.title}
            </button>
          </h3>
          {shown === area.title && (
            <>
              <p>{area.description}</p>
              <ul>
                {area.examples.map((example) => (
                  <Example key={example.name} example={example} open={() => open(area, example)} />
                ))}
              </ul>
            </>
          )}
        </div>
      ))}
    </section>
  );
}

function Example({ example, open }) {
  const { choose } = useContext(Visitor);
  const [better] = useBetterPersonas(example.personas);
  const current = useGraphiQL((state) => state.operationName) === example.name;

  return (
    <li>
      <button type="button" aria-current={current || undefined} onClick={open}>
        {example.title}
      </button>
      {better && (
        <button
          type="button"
          className="as"
          onClick={() => {
            choose(better.id);
            open();
          }}
        >
          as {firstName(better)}
        </button>
      )}
      <p>{example.description}</p>
    </li>
  );
}

// Says that the operation at the cursor is made for somebody else, and lets the visitor be them.
export function MadeFor({ areas }) {
  const { choose, persona } = useContext(Visitor);
  const { activeTabIndex, operationName, tabs } = useGraphiQL(pick('activeTabIndex', 'operationName', 'tabs'));
  const area = areas.find(({ title }) => title === tabs[activeTabIndex]?.title);
  const example = area?.examples.find(({ name }) => name === operationName);
  const [better] = useBetterPersonas(example?.personas ?? []);

  if (!better) return null;
  return (
    <span className="made-for" role="status">
      “{example.title}” is not for {firstName(persona)}.
      <button type="button" onClick={() => choose(better.id)}>
        Ask as {better.name}
      </button>
    </span>
  );
}

// How an example is opened: in the tab of its area, as it was left there, or in a new one.
function useOpening() {
  const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();
  const { queryEditor, tabs, variableEditor } = useGraphiQL(pick('queryEditor', 'tabs', 'variableEditor'));

  function show(area) {
    if (queryEditor.getValue().trim()) addTab();
    queryEditor.setValue(area.document);
    variableEditor?.setValue('');
    updateActiveTabValues({ query: area.document, variables: '' });
  }

  return (area, { name }) => {
    const query = queryEditor.getValue();
    if (!isOf(area, query)) {
      const index = tabs.findIndex((tab) => isOf(area, tab.query));
      if (index < 0) {
        show(area);
      } else {
        // GraphiQL keeps what was typed a moment later, which would be too late.
        updateActiveTabValues({ query });
        changeTab(index);
      }
    }
    if (!goTo(queryEditor, name)) {
      show(area);
      goTo(queryEditor, name);
    }
    queryEditor.focus();
  };
}

function isOf(area, query) {
  return query?.startsWith(`# ${area.title}\n`) ?? false;
}

function firstName({ name }) {
  return name.split(' ')[0];
}

function Icon() {
  return (
    <svg height="1em" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5h16M4 12h16M4 19h10" strokeLinecap="round" />
    </svg>
  );
}
