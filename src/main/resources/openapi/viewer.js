// Shows the descriptions with Swagger UI. Requests can be sent from the page where the service says so.
"use strict";

const place = document.getElementById("viewer");
window.SwaggerUIBundle({
  domNode: place,
  urls: [
    { name: "CDS Hooks", url: "api-docs/cds-services" },
    { name: "FHIR", url: "api-docs/fhir" },
  ],
  presets: [window.SwaggerUIBundle.presets.apis, window.SwaggerUIStandalonePreset],
  layout: "StandaloneLayout",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  ...(place.dataset.tryIt === "true" ? {} : { supportedSubmitMethods: [] }),
});
