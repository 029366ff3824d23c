// The GraphiQL page: one person at a time explores the API as whoever the bar at the top says.
import { useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer';
import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/plugin-explorer/style.css';
import { examplesPlugin } from './examples.jsx';
import { fetcherOf } from './fetcher.js';
import { ofPersona, ofToken } from './identity.js';
import './page.css';

const HERE = document.currentScript.src;
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(new URL(`${{ json: 'json', graphql: 'graphql' }[label] ?? 'editor'}.worker.js`, HERE)),
};

const cfg = JSON.parse(document.getElementById('cfg').textContent);
const personas = cfg.personas ?? [];
const REMEMBERED = 'gateway:persona';

// Made once: a plugin is known by its identity.
const EXAMPLES = examplesPlugin(cfg.examples);
const plugins = [EXAMPLES, explorerPlugin({ showAttribution: false }), HISTORY_PLUGIN];

const [first] = cfg.examples;
const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;

function Page() {
  const [persona, setPersona] = useState(
    () => personas.find(({ id }) => id === localStorage.getItem(REMEMBERED)) ?? personas[0],
  );
  const [token, setToken] = useState('');
  // A new fetcher makes GraphiQL read the schema again, as the new person may see it.
  const fetcher = useMemo(
    () => fetcherOf(cfg.endpoint, persona ? ofPersona(cfg.tokenUrl, persona.id) : ofToken(token)),
    [persona, token],
  );

  function choose(id) {
    localStorage.setItem(REMEMBERED, id);
    setPersona(personas.find((each) => each.id === id));
  }

  return (
    <>
      <header className="bar">
        <h1>{cfg.title}</h1>
        {persona ? <PersonaChoice persona={persona} choose={choose} /> : <TokenField set={setToken} />}
      </header>
      <GraphiQL
        fetcher={fetcher}
        defaultTabs={first && [first]}
        // GraphiQL puts a default tab's query into the editor, but not its variables.
        initialVariables={isFirstVisit ? first?.variables : undefined}
        plugins={plugins}
        visiblePlugin={EXAMPLES}
        referencePlugin={DOC_EXPLORER_PLUGIN}
        shouldPersistHeaders={false}
        inputValueDeprecation
        schemaDescription
        dangerouslyAssumeSchemaIsValid
      >
        <GraphiQL.Logo>
          <span />
        </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

function PersonaChoice({ persona, choose }) {
  return (
    <>
      <label>
        Signed in as{' '}
        <select value={persona.id} onChange={(event) => choose(event.target.value)}>
          {personas.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span className="about">{persona.description}</span>
    </>
  );
}

function TokenField({ set }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set(new FormData(event.target).get('token').trim());
      }}
    >
      <label>
        Bearer token <input name="token" type="password" size="40" autoComplete="off" spellCheck="false" />
      </label>
      <button type="submit">Sign in</button>
    </form>
  );
}

createRoot(document.getElementById('root')).render(<Page />);
