// How an operation gets to the gateway: by POST, with the headers of whoever is signed in and of the day played. Each run
// has an idempotency key of its own, which some mutations ask for; the headers of the page can name another.

export function fetcherOf(endpoint, identity, day) {
  return async (parameters, { headers } = {}) => {
    const body = JSON.stringify(parameters);
    const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0'));
    const ask = async (token) =>
      fetch(endpoint, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/graphql-response+json, application/json;q=0.9',
          ...(day && { 'X-Demo-Now': `${day}T12:00:00` }),
          ...(token && { Authorization: `Bearer ${token}` }),
          'Idempotency-Key': key.join(''),
          ...headers,
        },
        body,
      });
    const token = await identity.token();
    let response = await ask(token);
    if (response.status === 401 && identity.renews) response = await ask(await identity.token(token));
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      return { status: response.status, body: text };
    }
  };
}
