// How an operation gets to the gateway: by POST, with the headers of whoever is signed in and of the day played, and
// with a key of its own, so that what is sent twice for a new token is done once.

export function fetcherOf(endpoint, identity, day) {
  return async (parameters, { headers } = {}) => {
    const body = JSON.stringify(parameters);
    const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, '0')).join('');
    const ask = async (token) =>
      fetch(endpoint, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/graphql-response+json, application/json;q=0.9',
          'Idempotency-Key': key,
          ...(day && { 'X-Demo-Now': `${day}T12:00:00` }),
          ...(token && { Authorization: `Bearer ${token}` }),
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
