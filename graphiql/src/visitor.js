// Who is exploring, for whatever on the page wants to know: the personas, the one chosen, and how to be another.
import { createContext, useContext } from 'react';

export const Visitor = createContext({ personas: [], persona: undefined, choose: () => {} });

// Those of `usernames` to be instead, where the visitor is none of them; nobody where everybody may.
export function useBetterPersonas(usernames) {
  const { personas, persona } = useContext(Visitor);
  if (!persona || usernames.length === 0 || usernames.includes(persona.id)) return [];
  return personas.filter(({ id }) => usernames.includes(id));
}
