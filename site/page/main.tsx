import { render } from "preact";
import { App } from "./app/app.tsx";
import { becomePath } from "./app/navigation.tsx";
import { ServicesContext } from "./app/services.ts";
import { readConfig, servicesFor } from "./app/start.ts";
import { SignInFailed } from "./sign-in/session.ts";

const root = document.body;

try {
  const services = servicesFor(await readConfig());
  try {
    const returnTo = await services.session.complete(new URLSearchParams(location.search));
    if (returnTo !== undefined) becomePath(returnTo);
  } catch (error) {
    if (!(error instanceof SignInFailed)) throw error;
    becomePath("/");
    services.announcement.value = `You are not signed in: ${error.message}.`;
  }
  render(
    <ServicesContext.Provider value={services}>
      <App />
    </ServicesContext.Provider>,
    root,
  );
} catch (error) {
  render(<p class="stranded">The page could not be set up. Please load it again in a moment.</p>, root);
  throw error;
}
