// The GraphiQL page: one person at a time explores the API as whoever the bar at the top says.
import { useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer';
import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/plugin-explorer/style.css';
import { DayChoice, PersonaChoice, TokenField } from './bar.jsx';
import { MadeFor, examplesPlugin } from './examples.jsx';
import { fetcherOf } from './fetcher.js';
import { ofPersona, ofToken } from './identity.js';
import { FollowCursor } from './run.jsx';
import { Visitor } from './visitor.js';
import './page.css';

const HERE = document.currentScript.src;
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(new URL(`${{ json: 'json', graphql: 'graphql' }[label] ?? 'editor'}.worker.js`, HERE)),
};

const cfg = JSON.parse(document.getElementById('cfg').textContent);
const { areas, personas } = cfg;
const REMEMBERED = 'gateway:persona';

// Made once: a plugin is known by its identity.
const EXAMPLES = examplesPlugin(areas);
const plugins = [EXAMPLES, explorerPlugin({ showAttribution: false }), HISTORY_PLUGIN];
const defaultTabs = [{ query: areas[0].document }];

function Page() {
  const [persona, setPersona] = useState(
    () => personas.find(({ id }) => id === localStorage.getItem(REMEMBERED)) ?? personas[0],
  );
  const [token, setToken] = useState('');
  const [day, play] = useState('');
  const [notices, setNotices] = useState(null);
  const identity = useMemo(
    () => (persona ? ofPersona(cfg.tokenUrl, persona.id) : ofToken(token)),
    [persona, token],
  );
  // A new fetcher makes GraphiQL read the schema again, as the new person may see it.
  const fetcher = useMemo(() => fetcherOf(cfg.endpoint, identity, day), [identity, day]);

  function choose(id) {
    localStorage.setItem(REMEMBERED, id);
    setPersona(personas.find((each) => each.id === id));
  }

  return (
    <Visitor.Provider value={{ personas, persona, choose }}>
      <header className="bar">
        <h1>{cfg.title}</h1>
        {persona ? <PersonaChoice /> : <TokenField set={setToken} />}
        <span ref={setNotices} />
        {persona && <DayChoice day={day} play={play} />}
      </header>
      <GraphiQL
        fetcher={fetcher}
        defaultTabs={defaultTabs}
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
        <FollowCursor />
        <Notices into={notices} />
      </GraphiQL>
    </Visitor.Provider>
  );
}

function Notices({ into }) {
  return into && createPortal(<MadeFor areas={areas} />, into);
}

createRoot(document.getElementById('root')).render(<Page />);
