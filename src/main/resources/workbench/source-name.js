/** Names of what is edited: a library by its name, a resource by type and id, such as "ValueSet-lab-phosphate". */

/** Whether it is the CQL of a library, and not the JSON of a resource. */
export const isLibrary = name => /^\w+$/.test(name);

/** Name of what a file holds; empty when it is neither library nor resource. */
export const sourceOf = file => file.match(/^(?:cql\/(?=\w+\.cql$)|fhir-resources\/[\w-]+\/(?=[\w.-]+\.json$))(.+)\.\w+$/)?.[1] ?? "";
