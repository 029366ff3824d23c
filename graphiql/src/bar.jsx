// The bar at the top: who asks, and on which day.
import { useContext } from 'react';
import { Visitor } from './visitor.js';

export function PersonaChoice() {
  const { choose, persona, personas } = useContext(Visitor);
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

// The day that the demo plays; '' is today.
export function DayChoice({ day, play }) {
  return (
    <span className="day">
      <label title="Ask as if it were another day: birthdays, notes and addresses that hold until a day">
        On the day{' '}
        <input type="date" value={day || today()} onChange={(event) => play(event.target.value)} />
      </label>
      {day && (
        <button type="button" onClick={() => play('')}>
          Back to today
        </button>
      )}
    </span>
  );
}

export function TokenField({ set }) {
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

function today() {
  const now = new Date();
  const padded = (number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${padded(now.getMonth() + 1)}-${padded(now.getDate())}`;
}
