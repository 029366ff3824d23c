// Who asks: a persona of the demo, whose token is fetched when it is needed, or the bearer of a token.

export function ofPersona(tokenUrl, persona) {
  let coming;
  let held;
  return {
    renews: true,
    // Of several operations whose token was refused, the first fetches another, and the others take that.
    async token(refused) {
      if (!coming || (refused && refused === held)) {
        held = undefined;
        coming = fetchToken(tokenUrl, persona);
      }
      try {
        return (held = await coming);
      } catch (error) {
        coming = undefined;
        throw error;
      }
    },
  };
}

export function ofToken(token) {
  return { renews: false, token: async () => token };
}

async function fetchToken(url, persona) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  if (!response.ok) throw new Error(`No token for the persona ${persona}: the status was ${response.status}.`);
  return (await response.json()).token;
}
