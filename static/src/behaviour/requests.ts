import htmx from "htmx.org";
import { words } from "./words";

/** What htmx hands to the listeners of its events, as far as we read it. */
export interface RequestContext {
  sourceElement: HTMLElement;
  target: HTMLElement | null;
  swap: string;
  status: string;
  text?: string;
  request: { method: string; action: string; headers: Record<string, string>; submitter?: HTMLElement | null };
  response?: { raw: Response; status: number };
}

type RequestEvent = CustomEvent<{ ctx: RequestContext }>;

const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
const FULL_PAGE = /^\s*<!doctype/i;

export function on(name: string, listener: (event: RequestEvent) => void): void {
  document.addEventListener(name, (event) => listener(event as RequestEvent));
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

function addToken(event: RequestEvent): void {
  const { request } = event.detail.ctx;
  if (!SAFE.has(request.method.toUpperCase())) request.headers["X-CSRFToken"] = csrfToken();
}

/** A partial request that was led to a whole page (signed out meanwhile, say) opens that page instead. */
function followRedirect(event: RequestEvent): void {
  const { response, text, target } = event.detail.ctx;
  if (!response?.raw.redirected || target === document.body || !FULL_PAGE.test(text ?? "")) return;
  event.preventDefault();
  location.assign(response.raw.url);
}

function placeOf(context: RequestContext): Element {
  const element = context.sourceElement.closest("form") ?? context.target ?? context.sourceElement;
  return element.closest("table") ?? element;
}

function clearFailure(context: RequestContext): void {
  const before = placeOf(context).previousElementSibling;
  if (before?.classList.contains("request-failed")) before.remove();
}

function repeat(context: RequestContext): void {
  const { sourceElement, request, target, swap } = context;
  if (sourceElement instanceof HTMLFormElement) sourceElement.requestSubmit();
  else void htmx.ajax(request.method, request.action, { source: sourceElement, ...(target && { target }), swap });
}

function showFailure(context: RequestContext): void {
  clearFailure(context);
  const alert = document.createElement("div");
  alert.className = "alert alert-danger request-failed";
  alert.setAttribute("role", "alert");
  const text = document.createElement("div");
  const saving = !SAFE.has(context.request.method.toUpperCase());
  text.textContent = navigator.onLine ? words(saving ? "unsaved" : "failed") : words("offline");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button button-small";
  again.textContent = words("retry");
  again.addEventListener("click", () => {
    alert.remove();
    repeat(context);
  });
  alert.append(text, again);
  placeOf(context).before(alert);
}

/** Statuses whose answer is the same form or card with its errors, and is swapped in. */
const SWAPPED = new Set([409, 422]);

function fail(event: RequestEvent): void {
  const context = event.detail.ctx;
  if (!SWAPPED.has(context.response?.status ?? 0)) showFailure(context);
}

export function start(): void {
  on("htmx:config:request", addToken);
  on("htmx:after:request", followRedirect);
  on("htmx:response:error", fail);
  on("htmx:error", fail);
  on("htmx:before:request", (event) => clearFailure(event.detail.ctx));
}
