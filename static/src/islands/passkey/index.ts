/** A passkey is made, or proves who somebody is; the form carries the device's answer. Hidden where there is none. */
interface Options {
  creation_options?: { publicKey: PublicKeyCredentialCreationOptionsJSON };
  request_options?: { publicKey: PublicKeyCredentialRequestOptionsJSON };
}

async function read(form: HTMLFormElement): Promise<Options> {
  const url = form.dataset["optionsUrl"];
  if (!url) return JSON.parse(document.getElementById("passkey-options")?.textContent ?? "{}") as Options;
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()) as Options;
}

async function ask({ creation_options: create, request_options: get }: Options): Promise<Credential | null> {
  if (create) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(create.publicKey);
    return navigator.credentials.create({ publicKey });
  }
  if (!get) throw new Error("No options");
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(get.publicKey) });
}

async function send(form: HTMLFormElement): Promise<void> {
  const field = form.elements.namedItem("credential");
  const credential = await ask(await read(form));
  if (!(field instanceof HTMLInputElement) || !(credential instanceof PublicKeyCredential)) return;
  field.value = JSON.stringify(credential.toJSON());
  form.submit();
}

export function mount(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement) || !("PublicKeyCredential" in window)) return;
  element.hidden = false;
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    send(element).catch(() => {
      const status = element.querySelector("[role=status]");
      if (status) status.textContent = element.dataset["failed"] ?? "";
    });
  });
}
