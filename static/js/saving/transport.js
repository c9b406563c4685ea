/* One row to the server, and what its answer means. bkkplan.ground.core.pages.autosave is the other half. */

const PATIENCE = 20_000;

export const cookie = (name) =>
  document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);

/* Returns the kind of an answer: saved, refused, stale, offline, signed-out or other-person. */
export function kindOf({ status, isRedirect, data }) {
  if (isRedirect || status === 401) return "signed-out";
  if (status === 403) {
    if (data?.refused === "other-person") return "other-person";
    return data?.sentence ? "refused" : "signed-out";
  }
  if (status >= 500) return "offline";
  if (!data) return "refused";
  if (status >= 200 && status < 300) return "saved";
  return status === 409 ? "stale" : "refused";
}

/* Posts fields to an address, in the name of the person the page was made for. Returns {kind, data}. */
export async function post(url, fields, person) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": cookie("csrftoken") ?? "", "X-Autosave-User": person, Accept: "application/json" },
      redirect: "manual",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return { kind: "offline" };
  }
  const isRedirect = response.type === "opaqueredirect";
  const data = isRedirect ? null : await response.json().catch(() => null);
  return { kind: kindOf({ status: response.status, isRedirect, data }), data: data ?? {} };
}
