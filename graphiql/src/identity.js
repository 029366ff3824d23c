// Who asks: a persona of the demo, whose token is fetched when it is needed, or the bearer of a token.

export function ofPersona(tokenUrl, persona) {
  let token;
  return {
    renews: true,
    async headers(renew) {
      if (renew || !token) token = fetchToken(tokenUrl, persona);
      try {
        return { Authorization: `Bearer ${await token}` };
      } catch (error) {
        token = undefined;
        throw error;
      }
    },
  };
}

export function ofToken(token) {
  return { renews: false, headers: async () => (token ? { Authorization: `Bearer ${token}` } : {}) };
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
