import "htmx.org";
import * as confirms from "./behaviour/confirms";
import * as dialogs from "./behaviour/dialogs";
import * as files from "./behaviour/files";
import { mountAll } from "./behaviour/islands";
import * as keys from "./behaviour/keys";
import * as menus from "./behaviour/menus";
import * as palette from "./behaviour/palette";
import * as phones from "./behaviour/phones";
import * as printing from "./behaviour/print";
import * as requests from "./behaviour/requests";
import * as reveal from "./behaviour/reveal";
import * as rows from "./behaviour/rows";
import * as submits from "./behaviour/submits";
import * as theme from "./behaviour/theme";
import * as toasts from "./behaviour/toasts";
import * as validation from "./behaviour/validation";
import * as waiting from "./behaviour/waiting";
import * as zone from "./behaviour/zone";

const behaviours = [confirms, theme, submits, requests, dialogs, menus, toasts, palette, keys, rows, reveal, validation, files, phones, printing, waiting, zone];
for (const behaviour of behaviours) behaviour.start();

function arrived(): void {
  reveal.refresh(document);
  void mountAll(document);
}

arrived();
requests.on("htmx:after:swap", arrived);
