// Carries the forgery token on htmx requests, and moves focus to a refusal so that keyboards and readers meet it first.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});
document.addEventListener("DOMContentLoaded", () => document.getElementById("refusal")?.focus());
