// Enhancements only: every page works without this file.
import "htmx.org";

// An open menu closes with Escape and with a press elsewhere, as menus do.
const open = () => document.querySelector(".drop[open]");

document.addEventListener("keydown", (event) => {
  const menu = open();
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  const menu = open();
  if (menu && !menu.contains(event.target)) {
    menu.open = false;
  }
});

// A form that was sent is not sent twice: the second press of an impatient finger finds its button asleep.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") {
    form.dataset.sent = "yes";
  }
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
});
